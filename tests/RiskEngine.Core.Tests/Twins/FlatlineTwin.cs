using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

internal sealed class FlatlineTwin(FlatlineDetection flatline, IReadOnlyList<Reading> events, TwinAlerts alerts) : TypeTwin(events, alerts)
{
    public override IEnumerable<long> Times(long end) => [];

    public override void Take(int index)
    {
        var readings = Events.Take(index + 1).Where(e => !double.IsNaN(e.Value)).ToList();
        if (double.IsNaN(Events[index].Value)) return;
        var start = 0;
        for (var i = 0; i < readings.Count; i++)
        {
            if (Math.Abs(readings[i].Value - readings[start].Value) > flatline.Tolerance) start = i;
        }

        var count = readings.Count - start;
        var (from, to) = (readings[start], readings[^1]);
        Measure(count < flatline.MinCount ? 0 : (to.At - from.At) / 1e6, count, from.At, to.At, new Evidence(from.Offset, to.Offset));
    }
}
