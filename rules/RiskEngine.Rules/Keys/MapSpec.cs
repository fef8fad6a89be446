namespace RiskEngine.Rules.Keys;

/// <summary>The keys that one map of a rule file may hold.</summary>
internal sealed record MapSpec(string Name, KeySpec[] Keys)
{
    public KeySpec? Find(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Name == name) return key;
        }

        return null;
    }
}
