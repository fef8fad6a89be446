using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>What one rule type measures for one key, by its definition, from the list of all events of the key.</summary>
internal abstract class TypeTwin(IReadOnlyList<Reading> events, TwinAlerts alerts)
{
    protected IReadOnlyList<Reading> Events => events;

    protected TwinAlerts Alerts => alerts;

    /// <summary>Every time up to <paramref name="end"/> at which something may be measured, besides those of the events.</summary>
    public abstract IEnumerable<long> Times(long end);

    /// <summary>What is due at <paramref name="t"/> before its events.</summary>
    public virtual void Before(long t)
    {
    }

    /// <summary>Takes in one event.</summary>
    public virtual void Take(int index)
    {
    }

    /// <summary>What is due at <paramref name="t"/> after its events.</summary>
    public virtual void After(long t)
    {
    }

    /// <summary>What is measured at the very end, where time has not passed yet.</summary>
    /// <returns>Whether anything is.</returns>
    public virtual bool AtEnd(long t) => false;

    protected void Measure(double measure, long count, long from, long to, Evidence evidence, long? newer = null) =>
        alerts.Measure(new Measurement(measure, count, new EventTime(from), new EventTime(to)) { Newer = newer ?? count }, evidence);

    protected static Evidence EvidenceOf(IReadOnlyCollection<Reading> readings) =>
        readings.Count == 0 ? Evidence.None : new Evidence(readings.Min(e => e.Offset), readings.Max(e => e.Offset));
}
