using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Spike;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.State;

/// <summary>Windows over registers go on where the last engine of format 3 stopped: <c>golden/state/format-3-registers.segment</c> was written by it.</summary>
public sealed class EarlierRegistersTests
{
    private const int StoredAfter = 150;

    [Fact]
    public void Windows_over_registers_go_on_as_if_the_engine_had_never_stopped()
    {
        var expected = new EvaluatorRig(Rules());
        foreach (var reading in Stream().Take(StoredAfter)) expected.Observe(reading);
        expected.Drain();
        expected.Transitions.Clear();

        var actual = new EvaluatorRig(Rules());
        SegmentEncoder.Restore(Stored(), actual.Evaluator, expected.Evaluator.Now, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}"));
        SegmentEncoder.Complete(actual.Evaluator, expected.Evaluator.Now);

        Assert.Equal(expected.Evaluator.OpenAlerts, actual.Evaluator.OpenAlerts);
        Assert.Equal(Rest(expected), Rest(actual));
    }

    private static byte[] Stored() => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "state", "format-3-registers.segment"));

    private static string Rest(EvaluatorRig rig)
    {
        foreach (var reading in Stream().Skip(StoredAfter)) rig.Observe(reading);
        rig.AdvanceTo(Stream()[^1].At + 60_000_000);
        rig.Drain();
        Assert.Equal(["hopping", "mixed", "sliding", "spike"], rig.Transitions.Select(transition => transition.Rule.Id).Distinct().Order());
        return TransitionText.Of(rig.Transitions);
    }

    /// <summary>Two meters that are read each second, the second of which draws much from time to time.</summary>
    private static List<Reading> Stream()
    {
        var readings = new List<Reading>();
        double[] registers = [100, 5000];
        for (var i = 0; i < 300; i++)
        {
            registers[i % 2] += i % 2 == 0 || i % 60 < 40 ? 0.5 : 4;
            readings.Add(new Reading(YellowRule.AtSecond(i), $"wm-{i % 2}", "huaxi/c12/g07/b3", registers[i % 2], i));
        }

        return readings;
    }

    private static Rule[] Rules() =>
    [
        YellowRule.Of(Metric(TimeSpan.FromSeconds(10), AggregateKind.Increase), 10, "hopping"),
        YellowRule.Of(Metric(TimeSpan.FromSeconds(10), AggregateKind.Max, AggregateKind.Rate, AggregateKind.Delta) with { Combine = static all => all[1] + all[2] }, 10, "mixed"),
        YellowRule.Of(Metric(null, AggregateKind.Rate), 1, "sliding"),
        YellowRule.Of(Spike(), 2, "spike"),
    ];

    private static MetricDetection Metric(TimeSpan? every, params AggregateKind[] kinds) => new()
    {
        Text = "change",
        Value = EventNumber.Value,
        Window = new WindowSpec(TimeSpan.FromSeconds(20), every),
        Aggregates = [.. kinds.Select(kind => new AggregateCall(kind))],
    };

    private static SpikeDetection Spike() => new()
    {
        Text = "increase(value)",
        Value = EventNumber.Value,
        Aggregate = new AggregateCall(AggregateKind.Increase),
        Window = TimeSpan.FromSeconds(10),
        Reference = TimeSpan.FromSeconds(40),
        Every = TimeSpan.FromSeconds(5),
    };
}
