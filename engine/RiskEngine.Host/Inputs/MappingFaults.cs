namespace RiskEngine.Host.Inputs;

/// <summary>The faults of one YAML file, gathered so that all are shown at once.</summary>
internal sealed class MappingFaults(string path)
{
    private readonly List<(long Line, string Fault)> _faults = [];

    /// <summary>Notes a fault.</summary>
    public void Add(long line, string fault) => _faults.Add((line, fault));

    /// <summary>Whether there was a fault.</summary>
    public bool Any => _faults.Count > 0;

    /// <summary>The faults by line, each with its place.</summary>
    public IEnumerable<string> Lines() => _faults.OrderBy(f => f.Line).Select(f => FormattableString.Invariant($"{path}:{f.Line}: {f.Fault}"));

    /// <summary>Ends the reading where there was a fault.</summary>
    /// <exception cref="InputException">There was one.</exception>
    public void ThrowIfAny()
    {
        if (Any) throw new InputException(string.Join('\n', Lines()));
    }
}
