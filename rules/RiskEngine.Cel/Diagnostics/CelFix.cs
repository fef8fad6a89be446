namespace RiskEngine.Cel.Diagnostics;

/// <summary>A remedy that can be carried out: some characters of the expression are replaced.</summary>
/// <param name="Offset">First character, from 0.</param>
/// <param name="Length">How many; 0 inserts.</param>
/// <param name="Text">What stands there afterwards; texts in it are in single quotes.</param>
public readonly record struct CelFix(int Offset, int Length, string Text);
