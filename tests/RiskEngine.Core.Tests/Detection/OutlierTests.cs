using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Types.Outlier;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>An alert about a source that stands out names it, and says from what.</summary>
public sealed class OutlierTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Alert_names_the_source_that_stands_out_and_what_it_was_compared_with_also_after_a_restart()
    {
        var rig = new EvaluatorRig(RuleOf());
        Feed(rig, 0, ("t-1", 20), ("t-2", 21), ("t-3", 22), ("t-4", 23), ("t-5", 40));
        rig.AdvanceTo(60_000_000);
        rig.Drain();
        AssertNames(rig.Transitions.Single());

        rig = rig.Restored(fromScratch: true);
        Feed(rig, 60, ("t-1", 20), ("t-2", 21), ("t-3", 22));
        rig.AdvanceTo(120_000_000);
        Feed(rig, 120, ("t-1", 20), ("t-2", 21), ("t-3", 22), ("t-4", 23));
        rig.AdvanceTo(180_000_000);
        rig.Drain();
        Assert.Equal(AlertState.Resolved, rig.Transitions.Single().State);
    }

    [Fact]
    public void Of_several_that_stand_out_alike_the_first_by_name_is_named()
    {
        var rig = new EvaluatorRig(RuleOf());
        Feed(rig, 0, ("t-9", 40), ("t-8", 40), ("t-1", 20), ("t-2", 20), ("t-3", 20), ("t-4", 20), ("t-5", 20));
        rig.AdvanceTo(60_000_000);
        rig.Drain();
        Assert.Equal("t-8", rig.Transitions.Single().Findings.Single().Asked);
    }

    [Theory]
    [InlineData(1.9, 0)]
    [InlineData(2.0, 3)]
    [InlineData(4.0, 6)]
    public void Least_spread_is_a_third_of_the_least_difference(double difference, double expected)
    {
        var scratch = new double[5];
        Assert.Equal(expected, Deviation.OfEnd([20, 20, 20, 20, 20 + difference], isLast: true, 2, scratch).Measure, 9);
        Assert.Equal(expected, Deviation.OfEnd([20 - difference, 20, 20, 20, 20], isLast: false, 2, scratch).Measure, 9);
    }

    private static void AssertNames(AlertTransition transition)
    {
        using var json = new AlertJson();
        var text = Encoding.UTF8.GetString(json.Encode(transition));
        Assert.Contains("\"key\":\"n/c/g/b\",\"by\":\"site\",\"source\":\"t-5\",\"site\":\"n/c/g/b\"", text, StringComparison.Ordinal);
        Assert.Contains("\"compared\":[{\"what\":\"last(value) of t-5\",\"value\":40},{\"what\":\"median of 4 others\",\"value\":21.5},"
            + "{\"what\":\"their usual spread\",\"value\":1.4826}]", text, StringComparison.Ordinal);
        Assert.Contains("t-5: t-5 shows 40, the median of 4 others is 21.5", text, StringComparison.Ordinal);
    }

    private static void Feed(EvaluatorRig rig, int second, params (string Source, double Value)[] readings)
    {
        foreach (var (source, value) in readings) rig.Observe(new Reading(second * 1_000_000L, source, "n/c/g/b", value, second));
    }

    private static Rule RuleOf()
    {
        var outlier = new OutlierDetection
        {
            Text = "last(value)",
            Value = EventNumber.Value,
            Aggregates = [new AggregateCall(AggregateKind.Last)],
            Window = new WindowSpec(Minute, Minute),
            MinDifference = 2,
        };
        return YellowRule.Of(outlier, 3) with { By = KeyBy.Site, Message = MessageTemplate.Parse("{{ source }}: {{ because }}") };
    }
}
