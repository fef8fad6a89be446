namespace RiskEngine.Rules.Text;

/// <summary>A place in a file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">In characters, from 1.</param>
/// <param name="Length">Characters on that line; at least 1.</param>
internal readonly record struct SourceSpan(int Line, int Column, int Length)
{
    /// <summary>The start of the file, for findings that concern all of it.</summary>
    public static readonly SourceSpan Start = new(1, 1, 1);
}
