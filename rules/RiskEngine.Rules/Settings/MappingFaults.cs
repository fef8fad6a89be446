namespace RiskEngine.Rules.Settings;

/// <summary>The faults of one YAML file that is no rule, gathered so that all are shown at once.</summary>
public sealed class MappingFaults(string path)
{
    private readonly List<(long Line, string Fault)> _faults = [];

    /// <summary>Notes a fault.</summary>
    public void Add(long line, string fault) => _faults.Add((line, fault));

    /// <summary>Whether there was a fault.</summary>
    public bool Any => _faults.Count > 0;

    /// <summary>The faults by line, each with its place.</summary>
    public IEnumerable<string> Lines() => _faults.OrderBy(f => f.Line).Select(f => FormattableString.Invariant($"{path}:{f.Line}: {f.Fault}"));
}
