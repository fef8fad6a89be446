namespace RiskEngine.Core.Versions;

/// <summary>What the audit topic holds of versions.</summary>
public sealed class KnownVersions
{
    private readonly Dictionary<string, KeptVersion> _byKey = new(StringComparer.Ordinal);
    private readonly List<VersionChange> _changes = [];
    private VersionChange? _set;

    /// <summary>The hash of the set that an instance put in force last; null where nobody has told.</summary>
    public string? SetInForce => _set?.Is;

    /// <summary>Takes a record of the topic in; one that is about something else is passed over.</summary>
    public void Add(ReadOnlyMemory<byte> value)
    {
        if (VersionJson.ReadVersion(value) is { } version) _byKey.TryAdd(version.Key, version);
        else if (VersionJson.ReadChange(value) is { } change)
        {
            _changes.Add(change);
            if (change.Kind == VersionKind.Set && !(_set?.At > change.At)) _set = change;
        }
    }

    /// <summary>When a rule was changed, by the wall clocks of those that changed it.</summary>
    /// <param name="rule">Its id.</param>
    public IEnumerable<VersionChange> ChangesOf(string rule) => _changes.Where(change => change.Kind == VersionKind.Rule && change.Name == rule);

    /// <summary>Finds a version.</summary>
    public KeptVersion? Find(string key) => _byKey.GetValueOrDefault(key);
}
