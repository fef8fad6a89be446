using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Yaml;

/// <summary>A map in the order written; no key stands twice.</summary>
internal sealed record YamlMap(List<YamlEntry> Entries, SourceSpan Span) : YamlNode(Span)
{
    public override string Describe() => "a map (keys with values)";

    public YamlEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Value == key) return entry;
        }

        return null;
    }
}
