using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Alerts of a rule <c>high</c> (from 10) and a rule <c>higher</c> (from 20), counted at their site within 30 s.</summary>
public sealed class CorrelationTests
{
    private static readonly Rule High = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 10, "high");
    private static readonly Rule Higher = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 20, "higher");

    [Fact]
    public void Alerts_of_two_sources_at_one_site_are_counted() =>
        Assert.Equal(["5s both huaxi/c12/g07/b3 Yellow 2", "30s both huaxi/c12/g07/b3 end 1"], Run(CorrelationKind.Count, (0, 12, "gm-1"), (5, 12, "gm-2")));

    [Fact]
    public void One_key_counts_once_where_keys_are_counted() =>
        Assert.Empty(Run(CorrelationKind.Distinct, (0, 12, "gm-1"), (5, 2, "gm-1"), (6, 12, "gm-1")));

    [Fact]
    public void Alert_that_leaves_the_time_as_another_begins_does_not_count() =>
        Assert.Empty(Run(CorrelationKind.Count, (0, 12, "gm-1"), (30, 12, "gm-2")));

    [Fact]
    public void Alerts_of_one_moment_are_measured_together_and_in_order()
    {
        string[] expected = ["0s both huaxi/c12/g07/b3 Yellow 2", "30s both huaxi/c12/g07/b3 end 0"];
        Assert.Equal(expected, Run(CorrelationKind.Ordered, (0, 12, "gm-1"), (0, 22, "gm-2")));
        Assert.Equal(expected, Run(CorrelationKind.Ordered, (0, 22, "gm-2"), (0, 12, "gm-1")));
    }

    [Fact]
    public void Order_counts_where_it_is_asked_for()
    {
        Assert.Empty(Run(["higher", "high"], CorrelationKind.Ordered, (0, 12, "gm-1"), (5, 22, "gm-1")));
        Assert.Equal(["5s both huaxi/c12/g07/b3 Yellow 2", "30s both huaxi/c12/g07/b3 end 1"], Run(["higher", "high"], CorrelationKind.Rules, (0, 12, "gm-1"), (5, 22, "gm-1")));
    }

    [Fact]
    public void Alerts_of_correlations_are_not_counted()
    {
        var both = Both(["high", "higher"], CorrelationKind.Count, 1);
        var again = Both(["both"], CorrelationKind.Count, 1) with { Id = "again" };
        Assert.DoesNotContain(YellowRule.Run([High, Higher, both, again], 60, (0, 25, "gm-1")), line => line.Contains("again", StringComparison.Ordinal));
    }

    private static string[] Run(CorrelationKind kind, params IEnumerable<(double At, double Value, string Source)> events) => Run(["high", "higher"], kind, events);

    private static string[] Run(string[] rules, CorrelationKind kind, params IEnumerable<(double At, double Value, string Source)> events) =>
        [.. YellowRule.Run([High, Higher, Both(rules, kind, 2)], 100, events).Where(line => line.Contains(" both ", StringComparison.Ordinal))];

    private static Rule Both(string[] rules, CorrelationKind kind, double from) =>
        YellowRule.Of(new CorrelationDetection { RuleIds = rules, Kind = kind, Within = TimeSpan.FromSeconds(30) }, from, "both") with { By = KeyBy.Site };
}
