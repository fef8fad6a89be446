using RiskEngine.Core.Rules;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Tests.Notices;

/// <summary>Which notices a sink wants.</summary>
public sealed class NoticeFilterTests
{
    [Theory]
    [InlineData("huaxi", true)]
    [InlineData("huaxi/c12", true)]
    [InlineData("huaxi/c12/", true)]
    [InlineData("huaxi/c12/g07/b3", true)]
    [InlineData("huaxi/c1", false)]
    [InlineData("huaxi/c12/g07/b3/f1", false)]
    [InlineData("xihua", false)]
    public void An_area_has_all_below_it(string area, bool expected) =>
        Assert.Equal(expected, (SinkRig.Everything with { Areas = ["nowhere", area] }).Wants(Incidents.Notice(Incidents.Json())));

    [Theory]
    [InlineData("team=gas desk", true)]
    [InlineData("team=gas", false)]
    [InlineData("team!=gas", true)]
    [InlineData("team=~gas.*", true)]
    [InlineData("team=~gas", false)]
    [InlineData("team!~water.*", true)]
    [InlineData("cause = \"gas\"", true)]
    [InlineData("area=~huaxi/.*", true)]
    [InlineData("rule=gas-rising-indoor", true)]
    [InlineData("grade=orange", true)]
    [InlineData("certainty=observed", false)]
    [InlineData("unknown=", true)]
    [InlineData("unknown=~.+", false)]
    public void A_matcher_is_that_of_Alertmanager(string text, bool expected)
    {
        var matcher = LabelMatcher.Read(text, out var fault);

        Assert.Equal("", fault);
        Assert.Equal(expected, (SinkRig.Everything with { Matchers = [matcher!] }).Wants(Incidents.Notice(Incidents.Json())));
    }

    [Theory]
    [InlineData("team")]
    [InlineData("=x")]
    [InlineData("team=~[")]
    [InlineData(@"team=~(a)\1")]
    public void What_is_no_matcher_is_refused(string text)
    {
        Assert.Null(LabelMatcher.Read(text, out var fault));
        Assert.StartsWith($"'{text}'", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DrillChoice.Include, true, true)]
    [InlineData(DrillChoice.Include, false, true)]
    [InlineData(DrillChoice.Only, true, true)]
    [InlineData(DrillChoice.Only, false, false)]
    [InlineData(DrillChoice.Skip, true, false)]
    [InlineData(DrillChoice.Skip, false, true)]
    public void Drills_are_chosen(DrillChoice choice, bool isDrill, bool expected) =>
        Assert.Equal(expected, (SinkRig.Everything with { Drills = choice }).Wants(Incidents.Notice(Incidents.Json()) with { IsDrill = isDrill }));

    [Fact]
    public void A_sink_begins_with_no_end() => Assert.False(SinkRig.Everything.Wants(Incidents.Notice(Incidents.Json(isEnd: true))));

    [Theory]
    [InlineData("yellow", true)]
    [InlineData("orange", true)]
    [InlineData("blue", false)]
    public void The_grade_is_at_least_the_one_asked_for(string grade, bool expected) =>
        Assert.Equal(expected, (SinkRig.Everything with { Least = Grade.Yellow }).Wants(Incidents.Notice(Incidents.Json(grade: grade))));
}
