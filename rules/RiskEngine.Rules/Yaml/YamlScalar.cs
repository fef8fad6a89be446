using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Yaml;

/// <summary>A text, number or word.</summary>
/// <param name="Value">Its text, unquoted.</param>
/// <param name="Style">How it is written.</param>
/// <param name="Span">Its place, quotes included.</param>
internal sealed record YamlScalar(string Value, YamlScalarStyle Style, SourceSpan Span) : YamlNode(Span)
{
    /// <summary>Whether there is nothing: <c>key:</c>, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => Style == YamlScalarStyle.Plain && Value is "" or "~" or "null";

    public override string Describe() => IsNull ? "nothing" : $"the text {Quote.Of(Value)}";
}
