using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Editing;

/// <summary>A proposal of what to write.</summary>
/// <param name="Label">What a list of proposals shows.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Detail">A few words beside the label; may be empty.</param>
/// <param name="Documentation">Markdown; may be empty.</param>
/// <param name="Edit">What it writes, and in place of what.</param>
public sealed record Completion(string Label, CompletionKind Kind, string Detail, string Documentation, TextEdit Edit);
