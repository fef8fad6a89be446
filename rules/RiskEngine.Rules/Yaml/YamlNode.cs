using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Yaml;

/// <summary>A part of a YAML document that knows its place.</summary>
internal abstract record YamlNode(SourceSpan Span)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Describe();
}
