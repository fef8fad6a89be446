namespace RiskEngine.Rules.Editing;

/// <summary>A place in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
public sealed record FilePlace(string File, int Line, int Column);
