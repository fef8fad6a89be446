using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Types.Threshold;

/// <summary>Rule type <c>threshold</c>: each event's own number.</summary>
internal sealed class ThresholdDetector(ThresholdDetection detection, AlertBook alerts) : IDetector
{
    public void Observe(EventCursor cursor, int slot)
    {
        var value = detection.Value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        ref readonly var e = ref cursor.Event;
        alerts.Measure(slot, new Measurement(value, 1, e.Time, e.Time), Evidence.At(e.Offset));
    }
}
