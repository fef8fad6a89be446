namespace RiskEngine.Rules.Keys;

/// <summary>The keys that one map of a rule file may hold.</summary>
internal sealed record MapSpec(string Name, KeySpec[] Keys)
{
    /// <summary>The rule type whose <c>detect</c> it describes; null for every other map.</summary>
    public string? Type { get; private init; }

    /// <summary>What <c>detect</c> may hold in rules of one type: these keys beside <c>type</c>.</summary>
    public static MapSpec OfType(string type, IEnumerable<KeySpec> keys) => new($"detect (type {type})", [DetectKeys.Type, .. keys]) { Type = type };

    public KeySpec? Find(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Name == name) return key;
        }

        return null;
    }
}
