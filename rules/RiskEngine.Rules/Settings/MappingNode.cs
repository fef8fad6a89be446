using YamlDotNet.RepresentationModel;

namespace RiskEngine.Rules.Settings;

/// <summary>A YAML mapping in a file that is no rule, whose keys are checked; every wrong shape is a fault with its line, never an exception.</summary>
public sealed class MappingNode
{
    private readonly Dictionary<string, YamlNode> _entries = new(StringComparer.Ordinal);
    private readonly MappingFaults _faults;

    /// <summary>Reads a node that should be a mapping.</summary>
    public MappingNode(YamlNode node, MappingFaults faults)
    {
        _faults = faults;
        Line = node.Start.Line;
        if (node is not YamlMappingNode map)
        {
            faults.Add(Line, "expected keys and values here");
            return;
        }

        foreach (var (key, value) in map.Children) _entries[Scalar(key) ?? ""] = value;
    }

    /// <summary>Where it begins, from 1.</summary>
    public long Line { get; }

    /// <summary>Reports every key that is not among these.</summary>
    public void Allow(params string[] keys)
    {
        foreach (var (key, value) in _entries)
        {
            if (!keys.Contains(key)) _faults.Add(value.Start.Line, $"key '{key}' is not known here; known are {string.Join(", ", keys)}");
        }
    }

    /// <summary>The line of a key's value, or of the mapping where it is absent.</summary>
    public long LineOf(string key) => _entries.TryGetValue(key, out var node) ? node.Start.Line : Line;

    /// <summary>A text; null where it is absent.</summary>
    public string? Text(string key)
    {
        if (!_entries.TryGetValue(key, out var node)) return null;
        var text = Scalar(node);
        if (text is null) _faults.Add(node.Start.Line, $"'{key}' must be one value");
        return text;
    }

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string key)
    {
        if (Text(key) is { Length: > 0 } text) return text;
        if (!_entries.TryGetValue(key, out var node) || Scalar(node) is not null) _faults.Add(LineOf(key), $"'{key}' is missing; add it");
        return "";
    }

    /// <summary>A mapping; null where it is absent.</summary>
    public MappingNode? Optional(string key) => _entries.TryGetValue(key, out var node) ? new MappingNode(node, _faults) : null;

    /// <summary>A mapping that must be there.</summary>
    public MappingNode Required(string key)
    {
        if (Optional(key) is { } node) return node;
        _faults.Add(Line, $"'{key}' is missing; add it");
        return new MappingNode(new YamlMappingNode(), new MappingFaults(""));
    }

    /// <summary>A list of mappings with at least one entry.</summary>
    public IReadOnlyList<MappingNode> RequiredList(string key)
    {
        if (_entries.TryGetValue(key, out var node) && node is YamlSequenceNode { Children.Count: > 0 } list)
        {
            return [.. list.Select(item => new MappingNode(item, _faults))];
        }

        _faults.Add(LineOf(key), $"'{key}' must be a list with at least one entry");
        return [];
    }

    /// <summary>Names with texts; a plain list gives every name itself as text. Empty where it is absent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string key)
    {
        if (!_entries.TryGetValue(key, out var node)) return [];
        if (node is YamlSequenceNode list) return [.. Texts(key, list).Select(text => KeyValuePair.Create(text, text))];
        if (node is YamlMappingNode map)
        {
            return [.. map.Children.Select(pair => KeyValuePair.Create(Scalar(pair.Key) ?? "", Scalar(pair.Value) ?? Complain(key, pair.Value)))];
        }

        _faults.Add(node.Start.Line, $"'{key}' must be a list, or names with values");
        return [];
    }

    /// <summary>Names with sets of texts; a single text is a set of one. Empty where it is absent.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlySet<string>>> Lists(string key)
    {
        if (Optional(key) is not { } node) return [];
        return [.. node._entries.Keys.Select(name => KeyValuePair.Create<string, IReadOnlySet<string>>(name, node.TextSet(name)))];
    }

    /// <summary>A set of texts; a single text is a set of one. Empty where it is absent.</summary>
    public IReadOnlySet<string> TextSet(string key)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);
        if (!_entries.TryGetValue(key, out var node)) return set;
        if (node is YamlSequenceNode list) set.UnionWith(Texts(key, list));
        else set.Add(Scalar(node) ?? Complain(key, node));
        return set;
    }

    private IEnumerable<string> Texts(string key, YamlSequenceNode list) => list.Select(item => Scalar(item) ?? Complain(key, item));

    private string Complain(string key, YamlNode node)
    {
        _faults.Add(node.Start.Line, $"'{key}' holds something that is no single value");
        return "";
    }

    private static string? Scalar(YamlNode node) => (node as YamlScalarNode)?.Value;
}
