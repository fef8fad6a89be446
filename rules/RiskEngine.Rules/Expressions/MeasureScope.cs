using RiskEngine.Cel;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Rules;

namespace RiskEngine.Rules.Expressions;

/// <summary>What conditions over a measurement may name.</summary>
internal static class MeasureScope
{
    public static readonly CelScope<Measurement> Instance = new CelScope<Measurement>()
        .Double("measure", static m => m.Measure)
        .Int("count", static m => m.Count)
        .Double("coverage", static m => m.Coverage)
        .Variable("from", CelType.Timestamp, static m => CelValue.OfTimestampMicros(m.From.Micros))
        .Variable("to", CelType.Timestamp, static m => CelValue.OfTimestampMicros(m.To.Micros))
        .Otherwise("measure");
}
