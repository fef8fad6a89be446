using RiskEngine.Core.Time;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>Recorded events that can be read more than once.</summary>
/// <param name="Paths">The files.</param>
public sealed record Recording(IReadOnlyList<string> Paths)
{
    /// <summary>The mappings of records that are not written in the event contract; null where all are.</summary>
    public MappedInputs? Inputs { get; init; }

    /// <summary>The ticks of idle clocks of a log that was kept with them: each partition is a task of its own then, in the order of its offsets; null for one stream.</summary>
    public KeptTicks? Ticks { get; init; }

    /// <summary>Reads the records where they lie in no file; null where <see cref="Paths"/> names files.</summary>
    public Func<IEnumerable<RecordedEvent>>? Records { get; init; }

    private const int Stride = 4096;

    /// <summary>Its records, by event time over all files.</summary>
    internal IEnumerable<RecordedEvent> Open() => Records?.Invoke() ?? RecordedEvents.Open(Paths, merge: Ticks is null, Inputs);

    /// <summary>Reads it from start to end, by event time over all files.</summary>
    /// <param name="runs">Each gets every event; the offset is the event's number, from 0.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The event time that it covers.</returns>
    /// <exception cref="InputException">A file is missing or does not fit its mapping.</exception>
    internal RecordedSpan Feed(IReadOnlyList<RuleSetRun> runs, CancellationToken cancellationToken)
    {
        var span = RecordedSpan.Empty;
        var offset = 0L;
        foreach (var recorded in Open())
        {
            foreach (var run in runs) run.Add(offset, recorded);
            if (recorded.Time > EventTime.MinValue) span = span.With(recorded.Time);
            if (++offset % Stride == 0) cancellationToken.ThrowIfCancellationRequested();
        }

        foreach (var run in runs) run.Finish();
        return span;
    }
}
