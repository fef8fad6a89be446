using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Tasks;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Denied swipes that a gateway delivers again.</summary>
public sealed class DeduplicateTests
{
    private const string ThreeDenied = """
        id: denied-often
        title: Three denied swipes in a quarter of an hour
        on: access.denied
        by: source
        detect: {type: frequency, window: 15m}
        grades: {yellow: ">= 3"}
        """;

    private static readonly ByKind<TimeSpan> None = new(TimeSpan.Zero, []);
    private static readonly ByKind<TimeSpan> ByDefault = new(TimeSpan.Zero, TaskDefinition.DeduplicateByDefault);

    [Fact]
    public void A_swipe_that_is_delivered_three_times_is_one_unless_all_are_to_count()
    {
        string[] swipes = [Swipe("a1", "00:00"), Swipe("a1", "00:00"), Swipe("a1", "00:01")];
        Assert.Equal((0, 1, 2), Run(Load(ThreeDenied), ByDefault, swipes));
        Assert.Equal((1, 3, 0), Run(Load(ThreeDenied), None, swipes));
    }

    [Fact]
    public void A_rule_that_asks_sees_the_first_delivery_and_others_see_all()
    {
        string[] swipes = [Swipe("a1", "00:00"), Swipe("a1", "00:00"), Swipe("a1", "00:01")];
        Assert.Equal((0, 1, 0), Run(Load(ThreeDenied + "\ndeduplicate: 10m"), None, swipes));
        var both = Load(ThreeDenied + "\ndeduplicate: 10m").Concat(Load(ThreeDenied.Replace("denied-often", "denied-very-often", StringComparison.Ordinal))).ToList();
        Assert.Equal((1, 3, 0), Run(both, None, swipes));
    }

    [Theory]
    [InlineData("another id", "a1", "a2", "a3")]
    [InlineData("no id", "", "", "")]
    public void Swipes_of_their_own_all_count(string why, string first, string second, string third) =>
        Assert.True(Run(Load(ThreeDenied), ByDefault, [Swipe(first, "00:00"), Swipe(second, "00:00"), Swipe(third, "00:01")]) == (1, 3, 0), why);

    [Fact]
    public void The_time_begins_anew_with_each_delivery()
    {
        string[] swipes = [Swipe("a1", "00:00"), Swipe("a1", "09:00"), Swipe("a1", "18:00"), Swipe("a1", "28:01")];
        Assert.Equal((0, 2, 2), Run(Load(ThreeDenied), ByDefault, swipes));
    }

    [Fact]
    public void Other_kinds_count_as_they_come_by_default() =>
        Assert.Equal((1, 3, 0), Run(Load(ThreeDenied.Replace("access.denied", "sensor.tamper", StringComparison.Ordinal)), ByDefault,
            [.. Enumerable.Repeat(Swipe("a1", "00:00").Replace("access.denied", "sensor.tamper", StringComparison.Ordinal), 3)]));

    [Fact]
    public void Condition_and_deduplication_go_together_and_explain_themselves()
    {
        var rule = Assert.Single(Load(ThreeDenied + "\nwhere: attributes.door == 'd1'\ndeduplicate: 10m"));
        Assert.Equal(TimeSpan.FromMinutes(10), rule.Deduplicate);
        Assert.Contains("delivered for the first time in 10m", rule.Where?.Text, StringComparison.Ordinal);
        Assert.NotEqual(rule.MeasureHash, Assert.Single(Load(ThreeDenied + "\nwhere: attributes.door == 'd1'")).MeasureHash);
        var cursor = new EventCursor(new Vocabulary());
        var batch = new EventBatch();
        batch.AddAttribute(new EventAttribute(string.Intern("door"), EventValueKind.Text, double.NaN, "d1"));
        batch.Add(new Event { Kind = 0, Source = 0, Site = 0, Time = default, Offset = 0, AttributeCount = 1 });
        foreach (var (since, outcome) in new[] { (default(TimeSpan?), Outcome.True), (TimeSpan.FromMinutes(10), Outcome.False), (TimeSpan.FromMinutes(11), Outcome.True) })
        {
            cursor.MoveTo(batch, 0, since);
            Assert.Equal(outcome, rule.Where?.Evaluate(cursor));
            Assert.Equal([outcome, Outcome.True], rule.Where?.Explain?.Invoke(cursor).Select(leaf => leaf.Outcome));
        }
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("twice")]
    public void A_length_that_is_none_is_told(string text) => Assert.True(new RuleLoader().LoadText("r.yaml", $"{ThreeDenied}\ndeduplicate: {text}").HasErrors);

    private static IReadOnlyList<Rule> Load(string text)
    {
        var loaded = new RuleLoader().LoadText("r.yaml", text);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics));
        return loaded.Rules;
    }

    private static string Swipe(string id, string minuteAndSecond) =>
        $$"""{{{(id.Length > 0 ? $"\"id\":\"{id}\"," : "")}}"kind":"access.denied","source":"door-1","site":"n/c/g/b","time":"2026-11-01T00:{{minuteAndSecond}}Z","value":true}""";

    private static (int Alerts, long Evaluated, long Duplicates) Run(IReadOnlyList<Rule> rules, ByKind<TimeSpan> deduplicate, params string[] events)
    {
        var atOnce = new ByKind<TimeSpan>(TimeSpan.Zero, []);
        var state = new TaskState(new TaskId("events", 0), TaskDefinition.ForRecording(rules, atOnce, atOnce) with { Deduplicate = deduplicate });
        var alerts = 0;
        using var pump = new TaskPump(state, output => alerts += output.Alerts.Count(alert => alert.State == AlertState.Firing));
        var records = new RecordBatch();
        for (var i = 0; i < events.Length; i++) records.Add(i, Encoding.UTF8.GetBytes(events[i]));
        pump.Push(new TaskInput.Records(records));
        Assert.True(state.Ledger.Balances && state.Ledger.Consumed == events.Length, $"{state.Ledger}");
        return (alerts, state.Ledger.Evaluated, state.Ledger.Duplicates);
    }
}
