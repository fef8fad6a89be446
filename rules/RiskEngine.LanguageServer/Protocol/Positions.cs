namespace RiskEngine.LanguageServer.Protocol;

/// <summary>A place in a document.</summary>
/// <param name="Line">From 0.</param>
/// <param name="Character">In UTF-16 units, from 0.</param>
internal sealed record Position(int Line, int Character);

/// <summary>A stretch of a document, its end not included.</summary>
internal sealed record Range(Position Start, Position End);

/// <summary>A stretch of some document.</summary>
internal sealed record Location(string Uri, Range Range);

/// <summary>A text in place of a stretch.</summary>
internal sealed record TextChange(Range Range, string NewText);

/// <summary>A text as Markdown.</summary>
internal sealed record Markup(string Kind, string Value)
{
    public static Markup Of(string markdown) => new("markdown", markdown);
}
