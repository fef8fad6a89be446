namespace RiskEngine.Rules.Editing;

/// <summary>What an author is told about a place of a file.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Length">How many characters it is about.</param>
/// <param name="Markdown">The text.</param>
public sealed record HoverText(int Line, int Column, int Length, string Markdown);
