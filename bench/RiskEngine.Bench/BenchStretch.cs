using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Bench;

/// <summary>Feeds one way with the events of a profile and measures it; making the events is not measured.</summary>
internal static class BenchStretch
{
    private const int BatchEvents = 2_000;
    private static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Warms up, then measures.</summary>
    /// <param name="profile">The load.</param>
    /// <param name="way">Who works.</param>
    /// <param name="warmUp">Time of work before the measurement, and at least one report of each source.</param>
    /// <param name="duration">Time of work that is measured.</param>
    /// <param name="progress">Told about once a second, with events per second so far; null where nobody asks.</param>
    /// <param name="pause">How long to rest after each batch, in times of what the batch took: 0 for none. Leaves the processor to others.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static BenchFigure Run(
        BenchProfile profile, IBenchWay way, TimeSpan warmUp, TimeSpan duration,
        Action<double, double>? progress = null, double pause = 0, CancellationToken cancellationToken = default)
    {
        var time = TimeProvider.System;
        var events = new SyntheticEvents(profile, Start);
        var records = new RecordBatch();
        long offset = 0;
        long allocated = 0;
        var batchRecords = Math.Max(1, BatchEvents / profile.EventsPerRecord);
        using var rest = new ManualResetEventSlim();

        long Worked(TimeSpan atLeast, long leastEvents, Action<TimeSpan, long>? told)
        {
            long ticks = 0;
            var from = events.Count;
            var limit = (long)(atLeast.TotalSeconds * time.TimestampFrequency);
            var tellAt = time.TimestampFrequency;
            while (ticks < limit || events.Count - from < leastEvents)
            {
                cancellationToken.ThrowIfCancellationRequested();
                records.Clear();
                events.Fill(records, batchRecords, ref offset);
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                var started = time.GetTimestamp();
                way.Work(records);
                var took = time.GetTimestamp() - started;
                allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
                ticks += took;
                if (pause > 0) rest.Wait(TimeSpan.FromSeconds(pause * took / time.TimestampFrequency), cancellationToken);
                if (ticks < tellAt) continue;
                tellAt += time.TimestampFrequency;
                told?.Invoke(TimeSpan.FromSeconds((double)ticks / time.TimestampFrequency), events.Count - from);
            }

            return ticks;
        }

        Worked(warmUp, profile.IsSkewed ? 0 : profile.Sources, null);
        var alerts = way.Alerts;
        var before = events.Count;
        allocated = 0;
        var measured = Worked(duration, 1, progress is null ? null : (elapsed, done) => progress(elapsed.TotalSeconds, done / elapsed.TotalSeconds));
        var done = events.Count - before;
        way.Finish(events.Count);
        return new BenchFigure(way.Name, way.What, done, (double)measured / time.TimestampFrequency, (double)allocated / done, way.Alerts - alerts);
    }
}
