using RiskEngine.Core.Detection.Types.NewValue;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

internal sealed class NewValueTwin(NewValueDetection newValue, IReadOnlyList<Reading> events, TwinAlerts alerts) : TypeTwin(events, alerts)
{
    private readonly long _hold = RandomStream.Micros(newValue.Hold);
    private long? _lastFinding;

    public override IEnumerable<long> Times(long end) => Events.Select(e => e.At + _hold);

    public override void Take(int index)
    {
        var e = Events[index];
        if (double.IsNaN(e.Value)) return;
        var earlier = Events.Take(index).Where(other => !double.IsNaN(other.Value)).ToList();
        var last = earlier.FindLastIndex(other => other.Value == e.Value);
        var sinceThen = earlier.Skip(last + 1).Select(other => other.Value).Distinct().Count();
        var isKnown = last >= 0 && e.At - earlier[last].At <= RandomStream.Micros(newValue.Remember) && sinceThen < newValue.MaxValues;
        if (isKnown || e.At - earlier.Append(e).First().At < RandomStream.Micros(newValue.Learn)) return;
        _lastFinding = e.At;
        Measure(1, 1, e.At, e.At, Evidence.At(e.Offset));
    }

    public override void After(long t)
    {
        if (_lastFinding + _hold == t) Measure(0, 0, t, t, Evidence.None);
    }
}
