namespace RiskEngine.Host.Inputs;

/// <summary>The faults of one mapping file, gathered so that all are shown at once.</summary>
internal sealed class MappingFaults(string path)
{
    private readonly List<(long Line, string Fault)> _faults = [];

    /// <summary>Notes a fault.</summary>
    public void Add(long line, string fault) => _faults.Add((line, fault));

    /// <summary>Ends the reading where there was a fault.</summary>
    /// <exception cref="InputException">There was one.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count == 0) return;
        var lines = _faults.OrderBy(f => f.Line).Select(f => FormattableString.Invariant($"{path}:{f.Line}: {f.Fault}"));
        throw new InputException(string.Join('\n', lines));
    }
}
