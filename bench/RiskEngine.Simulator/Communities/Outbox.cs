using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>Where a waking device puts what it says; emptied after every wake.</summary>
internal sealed class Outbox
{
    private readonly List<(EventTime Time, Reading Reading)> _readings = [];

    /// <summary>The readings of this wake.</summary>
    public IReadOnlyList<(EventTime Time, Reading Reading)> Readings => _readings;

    /// <summary>Adds a reading taken at <paramref name="time"/>, which may lie a little ahead of the wake.</summary>
    public void Add(EventTime time, in Reading reading) => _readings.Add((time, reading));

    /// <summary>Makes room for the next wake.</summary>
    public void Clear() => _readings.Clear();
}
