using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Yaml;

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, SourceSpan Span) : YamlNode(Span)
{
    public override string Describe() => "a list";
}
