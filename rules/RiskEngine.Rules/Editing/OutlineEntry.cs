namespace RiskEngine.Rules.Editing;

/// <summary>A key of a file, or an item of a list, with what is below it.</summary>
/// <param name="Name">The key, or what the item is called.</param>
/// <param name="Detail">Its value where that is one line; may be empty.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Length">How many characters its name takes.</param>
/// <param name="EndLine">The last line that belongs to it.</param>
/// <param name="Children">What is below it.</param>
public sealed record OutlineEntry(string Name, string Detail, int Line, int Column, int Length, int EndLine, IReadOnlyList<OutlineEntry> Children);
