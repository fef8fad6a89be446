using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Alerts;

public sealed class AlertSentenceTests
{
    [Theory]
    [InlineData(AlertState.Firing, Grade.None, Grade.Orange, TransitionReason.Condition, AlertDirection.Rise, "Gas at gm-1 averages 12.5 %LEL")]
    [InlineData(AlertState.Firing, Grade.Blue, Grade.Orange, TransitionReason.Condition, AlertDirection.Rise, "Gas at gm-1 averages 12.5 %LEL")]
    [InlineData(AlertState.Firing, Grade.Red, Grade.Orange, TransitionReason.Cleared, AlertDirection.Fall, "Down from red to orange: Gas below, gm-1 (hx/c1), now 12.5 %LEL")]
    [InlineData(AlertState.Firing, Grade.Orange, Grade.Orange, TransitionReason.Condition, AlertDirection.Note, "Gas at gm-1 averages 12.5 %LEL")]
    [InlineData(AlertState.Resolved, Grade.Orange, Grade.Orange, TransitionReason.Cleared, AlertDirection.End, "Over after 1 h 5 min: Gas below, gm-1 (hx/c1)")]
    [InlineData(AlertState.Firing, Grade.None, Grade.Blue, TransitionReason.NoData, AlertDirection.Rise, "No data: Gas below, gm-1 (hx/c1)")]
    [InlineData(AlertState.Resolved, Grade.Blue, Grade.Blue, TransitionReason.NoData, AlertDirection.End, "Ended after 1 h 5 min for want of data: Gas below, gm-1 (hx/c1)")]
    [InlineData(AlertState.Resolved, Grade.Blue, Grade.Blue, TransitionReason.RuleRemoved, AlertDirection.End, "Ended, because rule gas was removed: Gas below, gm-1 (hx/c1)")]
    [InlineData(AlertState.Resolved, Grade.Blue, Grade.Blue, TransitionReason.Expired, AlertDirection.End,
        "Ended, because gm-1 has been silent for too long to be remembered: Gas below")]
    public void A_sentence_says_what_has_happened(AlertState state, Grade before, Grade grade, TransitionReason reason, AlertDirection direction, string sentence)
    {
        var transition = Of(state, before, grade, reason);
        Assert.Equal((direction, sentence), (transition.Direction, AlertSentence.Of(transition)));
    }

    [Fact]
    public void The_rule_may_give_its_own_for_falling_and_for_the_end()
    {
        var rule = Gas with
        {
            FallingMessage = MessageTemplate.Parse("{{ place }} is down to {{ measure }} {{ unit }}"),
            ResolvedMessage = MessageTemplate.Parse("{{ source }} is clean again after {{ duration }}, it was {{ previous_grade }}"),
        };
        Assert.Equal("gm-1 (hx/c1) is down to 12.5 %LEL", AlertSentence.Of(Of(AlertState.Firing, Grade.Red, Grade.Blue, TransitionReason.Cleared, rule)));
        Assert.Equal("gm-1 is clean again after 1 h 5 min, it was blue", AlertSentence.Of(Of(AlertState.Resolved, Grade.Blue, Grade.Blue, TransitionReason.Cleared, rule)));
        Assert.StartsWith("Ended after", AlertSentence.Of(Of(AlertState.Resolved, Grade.Blue, Grade.Blue, TransitionReason.NoData, rule)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.4, "0.4 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(3600, "1 h")]
    [InlineData(90000, "25 h")]
    public void Durations_leave_out_what_is_zero(double seconds, string words) =>
        Assert.Equal($"Over after {words}: Gas below, gm-1 (hx/c1)", AlertSentence.Of(Of(AlertState.Resolved, Grade.Blue, Grade.Blue, TransitionReason.Cleared) with
        { At = RandomStream.Start + TimeSpan.FromSeconds(seconds) }));

    [Fact]
    public void A_falling_alert_without_unit_or_number_names_no_measure()
    {
        var fall = Of(AlertState.Firing, Grade.Red, Grade.Blue, TransitionReason.Cleared, Gas with { Unit = "" });
        Assert.Equal("Down from red to blue: Gas below, gm-1 (hx/c1)", AlertSentence.Of(fall));
        var nothing = new Measurement(double.NaN, 0, RandomStream.Start, RandomStream.Start);
        var unknown = Of(AlertState.Firing, Grade.Red, Grade.Blue, TransitionReason.Cleared) with { Measurement = nothing };
        Assert.Equal("Down from red to blue: Gas below, gm-1 (hx/c1)", AlertSentence.Of(unknown));
    }

    [Fact]
    public void A_place_is_named_once()
    {
        var bySite = Of(AlertState.Resolved, Grade.Blue, Grade.Blue, TransitionReason.Cleared) with { Key = "hx/c1" };
        Assert.Equal("Over after 1 h 5 min: Gas below, hx/c1", AlertSentence.Of(bySite));
    }

    private static Rule Gas { get; } = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 10, "gas") with
    { Title = "Gas below", Unit = "%LEL", Message = MessageTemplate.Parse("Gas at {{ source }} averages {{ measure }} {{ unit }}") };

    private static AlertTransition Of(AlertState state, Grade before, Grade grade, TransitionReason reason, Rule? rule = null) => new()
    {
        Fingerprint = "f",
        Number = 1,
        Rule = rule ?? Gas,
        Task = new TaskId("t", 0),
        State = state,
        Grade = grade,
        PreviousGrade = before,
        Reason = reason,
        Key = "gm-1",
        Site = "hx/c1",
        Onset = RandomStream.Start,
        FirstEvidence = RandomStream.Start,
        At = RandomStream.Start + TimeSpan.FromMinutes(65),
        Measurement = new Measurement(12.5, 1, RandomStream.Start, RandomStream.Start),
        Evidence = Evidence.At(1),
        FirstRecords = Evidence.At(1),
    };
}
