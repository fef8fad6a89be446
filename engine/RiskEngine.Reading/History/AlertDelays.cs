using RiskEngine.Core.Time;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.History;

/// <summary>How long after its time each of the latest live transitions stood in the topic: what people wait for.</summary>
/// <remarks>Transitions of a backlog, and those of a replay (more than an hour after their time), say nothing of that and are left out.</remarks>
public sealed class AlertDelays
{
    private const int Most = 1_000;
    private static readonly TimeSpan Live = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private readonly Queue<double> _seconds = new();

    /// <summary>How many are known, and the delay that half of them, and that 99 of 100, did not exceed, in seconds; null where none is.</summary>
    public (int Count, double Half, double Most99)? Figures
    {
        get
        {
            double[] sorted;
            lock (_gate) sorted = [.. _seconds.Order()];
            return sorted.Length == 0 ? null : (sorted.Length, sorted[(sorted.Length - 1) / 2], sorted[(int)Math.Ceiling((sorted.Length - 1) * 0.99)]);
        }
    }

    /// <summary>Notes a transition.</summary>
    /// <param name="alert">It.</param>
    /// <param name="appendedUnixMillis">When it was appended, milliseconds since 1970; 0 where that is not known.</param>
    public void Note(AlertRecord alert, long appendedUnixMillis)
    {
        if (alert.IsBackfilled || appendedUnixMillis == 0) return;
        var delay = EventTime.FromUnixMilliseconds(appendedUnixMillis) - alert.At;
        if (delay < TimeSpan.Zero || delay > Live) return;
        lock (_gate)
        {
            _seconds.Enqueue(delay.TotalSeconds);
            if (_seconds.Count > Most) _seconds.Dequeue();
        }
    }
}
