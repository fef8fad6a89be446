using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;

namespace RiskEngine.Core.Tests.State;

/// <summary>State that an earlier version stored is taken over: <c>golden/state/format-2.segment</c> was written by the last engine of that format.</summary>
public sealed class EarlierFormatTests
{
    private const int StoredAfter = 60;

    [Fact]
    public void A_segment_of_format_2_goes_on_as_if_the_engine_had_never_stopped()
    {
        var stream = RandomStream.InOrder(new Random(7), TimeSpan.FromSeconds(1), 120);
        var expected = new EvaluatorRig(Rules());
        foreach (var reading in stream.Take(StoredAfter)) expected.Observe(reading);
        expected.Drain();
        expected.Transitions.Clear();

        var actual = new EvaluatorRig(Rules());
        SegmentEncoder.Restore(Stored(), actual.Evaluator, expected.Evaluator.Now, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}"));
        SegmentEncoder.Complete(actual.Evaluator, expected.Evaluator.Now);

        Assert.Equal(expected.Evaluator.OpenAlerts, actual.Evaluator.OpenAlerts);
        Assert.NotEqual(0, actual.Evaluator.OpenAlerts);
        Assert.Equal(Rest(expected, stream), Rest(actual, stream));
    }

    private static byte[] Stored() => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "state", "format-2.segment"));

    private static string Rest(EvaluatorRig rig, List<Reading> stream)
    {
        foreach (var reading in stream.Skip(StoredAfter)) rig.Observe(reading);
        rig.AdvanceTo(stream[^1].At + 60_000_000);
        rig.Drain();
        Assert.NotEmpty(rig.Transitions);
        return TransitionText.Of(rig.Transitions);
    }

    private static Rule[] Rules() =>
    [
        YellowRule.Of(new AbsenceDetection([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)]), 3, "absent"),
        YellowRule.Of(new FlatlineDetection(EventNumber.Value, 1, 2), 1, "flat"),
        YellowRule.Of(new FrequencyDetection(TimeSpan.FromSeconds(8)), 3, "often"),
        YellowRule.Of(new ThresholdDetection(EventNumber.Value), 6, "high") with { For = TimeSpan.FromSeconds(2), KeepFiringFor = TimeSpan.FromSeconds(4), By = KeyBy.Site },
    ];
}
