namespace RiskEngine.Cel.Diagnostics;

/// <summary>One mistake in an expression: where it is, what is wrong and what to write instead.</summary>
/// <param name="Kind">Sort of mistake.</param>
/// <param name="Position">Where it starts, relative to the expression's text.</param>
/// <param name="Length">Characters that a caret line should underline; at least 1.</param>
/// <param name="Message">What is wrong, in plain words, without a final full stop.</param>
/// <param name="Remedy">What to write instead, or an empty text when nothing useful can be said.</param>
public sealed record CelDiagnostic(CelDiagnosticKind Kind, CelPosition Position, int Length, string Message, string Remedy)
{
    /// <summary>The remedy carried out; null where it cannot be told for certain.</summary>
    public CelFix? Fix { get; init; }

    /// <summary>Writes <c>line:column: message; remedy</c>.</summary>
    public override string ToString() => Remedy.Length == 0 ? $"{Position}: {Message}" : $"{Position}: {Message}; {Remedy}";
}
