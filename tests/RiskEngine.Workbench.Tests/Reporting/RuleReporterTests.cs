using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Core.Time;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Reporting;
using RiskEngine.Workbench.Tests.Inputs;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Workbench.Tests.Reporting;

public sealed class RuleReporterTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly List<PublishedAlert> _transitions = [];
    private int _alerts;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Alerts_are_counted_once_by_their_gravest_grade_whatever_their_transitions()
    {
        Raise("gas", "gm-1", minute: 0, lasts: 30, "blue", "orange", "yellow");
        Raise("gas", "gm-2", minute: 60, lasts: 10, "blue");
        _transitions.AddRange(_transitions.ToList());

        var rule = Assert.Single(Report().Rules);

        Assert.Equal((2, RuleAdvice.Keep), (rule.Alerts, rule.Advice));
        Assert.Equal([1, 0, 1, 0], rule.ByGrade);
        Assert.Equal(TimeSpan.FromMinutes(30), rule.MedianLife);
        Assert.Null(rule.FalseShare);
    }

    [Theory]
    [InlineData(4, 0, RuleAdvice.Keep)]
    [InlineData(0, 4, RuleAdvice.Keep)]
    [InlineData(4, 1, RuleAdvice.Keep)]
    [InlineData(3, 2, RuleAdvice.Tune)]
    [InlineData(1, 4, RuleAdvice.Retire)]
    public void What_people_closed_as_false_decides_once_there_is_enough_of_it(int wasTrue, int wasFalse, RuleAdvice expected)
    {
        Raise("gas", "gm-1", minute: 0, lasts: 30, "blue");
        var judgements = Enumerable.Range(0, wasTrue + wasFalse).Select(i => new Judgement(["gas", "other"], i < wasTrue, EventTime.From(Start))).ToList();

        var rule = Report(judgements).Rules.Single(rule => rule.Rule == "gas");

        Assert.Equal((wasTrue, wasFalse, expected), (rule.True, rule.False, rule.Advice));
        Assert.Equal(expected == RuleAdvice.Keep, rule.Because.Count == 0);
    }

    [Fact]
    public void Three_alerts_of_one_key_in_ten_minutes_chatter_and_of_three_keys_do_not()
    {
        foreach (var minute in new[] { 0, 4, 10 }) Raise("door", "d-1", minute, lasts: 1, "blue");
        foreach (var minute in new[] { 100, 104, 111 }) Raise("late", "d-1", minute, lasts: 1, "blue");
        foreach (var key in new[] { "a", "b", "c" }) Raise("many", key, minute: 200, lasts: 1, "blue");

        var report = Report();

        Assert.Equal(["door"], report.Rules.Where(rule => rule.Chattering > 0).Select(rule => rule.Rule));
        Assert.Equal(1, report.Alarms.Chattering);
    }

    [Fact]
    public void What_is_open_for_more_than_a_day_is_stale_ended_or_not()
    {
        Raise("open", "a", minute: 0, lasts: null, "red");
        Raise("long", "a", minute: 0, lasts: (24 * 60) + 1, "red");
        Raise("day", "a", minute: 1, lasts: 24 * 60, "red");

        var report = Report();

        Assert.Equal(["long", "open"], report.Rules.Where(rule => rule.Stale > 0).Select(rule => rule.Rule).Order());
        Assert.Equal(2 / ((24.0 * 60) + 1) * (24 * 60), report.Alarms.StaleADay, 9);
    }

    [Fact]
    public void A_rule_without_an_alert_is_named_and_is_to_be_retired_after_a_month()
    {
        Raise("gas", "gm-1", minute: 0, lasts: 5, "blue");
        Assert.Equal(RuleAdvice.Keep, Report(known: ["never"]).Rules.Single(rule => rule.Rule == "never").Advice);

        Raise("gas", "gm-1", minute: 31 * 24 * 60, lasts: 5, "blue");
        var never = Report(known: ["never", "gas"]).Rules[0];
        Assert.Equal(("never", RuleAdvice.Retire, 0), (never.Rule, never.Advice, never.Alerts));
        Assert.Contains("no alert in 31 days", never.Because[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Slots_floods_and_the_ten_most_frequent_are_those_of_the_standard()
    {
        for (var i = 0; i < 11; i++) Raise("storm", $"s-{i}", minute: 0, lasts: 1, "blue");
        for (var i = 0; i < 10; i++) Raise("calm", $"c-{i}", minute: 20, lasts: 1, i == 0 ? "red" : "yellow");
        Raise("calm", "c-0", minute: 99, lasts: 0, "blue");

        var alarms = Report().Alarms;

        Assert.Equal((22, 10, 11), (alarms.Alarms, alarms.Slots, alarms.MostInSlot));
        Assert.Equal((2.2, 0.1, 11 / 22.0), (alarms.PerSlot, alarms.InFlood, alarms.TopTen));
        Assert.Equal([12 / 22.0, 9 / 22.0, 0, 1 / 22.0], alarms.Grades);
    }

    [Fact]
    public void Audit_records_count_once_and_only_where_something_was_closed()
    {
        var audit = _folder.Write("audit.jsonl", string.Join('\n',
            Entry("1", "close false"), Entry("1", "close false"), Entry("2", "close true"), Entry("3", "acknowledge"), Entry("4", "close false", "refused"),
            """{"topic":"risk.audit.v1","key":"i","value":""" + Entry("5", "close false") + "}", """{"id":"6","kind":"rule","action":"put_in_force"}"""));

        var judgements = Judgement.Read([audit]);

        Assert.Equal([false, true, false], judgements.Select(judgement => judgement.WasTrue));
        Assert.Throws<InputException>(() => Judgement.Read([_folder.Write("broken.jsonl", "{\"action\":\"close true\",\n")]));
    }

    [Fact]
    public void Text_and_JSON_say_the_same()
    {
        foreach (var minute in new[] { 0, 4, 10 }) Raise("door", "d-1", minute, lasts: 1, "blue");
        var report = Report([.. Enumerable.Repeat(new Judgement(["door"], WasTrue: false, EventTime.From(Start)), 5)]);

        var text = RuleReportText.Render(report);
        using var json = JsonDocument.Parse(RuleReportText.Json(report));

        Assert.Contains("retire   door       3  3/0/0/0     0      5   1m00s      0        1", text, StringComparison.Ordinal);
        Assert.Contains("retire door: 5 of 5 closed alerts were false", text, StringComparison.Ordinal);
        var rule = json.RootElement.GetProperty("rules")[0];
        Assert.Equal(("retire", 5, 1.0, 60.0), (rule.GetProperty("verdict").GetString(), rule.GetProperty("false").GetInt32(), rule.GetProperty("false_share").GetDouble(),
            rule.GetProperty("median_life_seconds").GetDouble()));
        Assert.Equal(3, json.RootElement.GetProperty("alarms").GetProperty("alarms").GetInt32());
    }

    private static string Entry(string id, string action, string outcome = "done") =>
        $$"""{"id":"{{id}}","at":"2026-11-21T10:00:00.000Z","action":"{{action}}","by":"a","about":"i","area":"h/c","outcome":"{{outcome}}","rules":["gas"]}""";

    private RuleReport Report(IReadOnlyList<Judgement>? judgements = null, IReadOnlyCollection<string>? known = null) =>
        RuleReporter.Of(_transitions, judgements ?? [], known ?? []);

    private void Raise(string rule, string key, double minute, double? lasts, params string[] grades)
    {
        var alert = $"alert-{_alerts++}";
        var step = (lasts ?? 1) / (grades.Length + 1);
        for (var i = 0; i < grades.Length; i++) Add(alert, rule, key, minute + (i * step), "firing", grades[i], i + 1);
        if (lasts is { } end) Add(alert, rule, key, minute + end, "resolved", grades[^1], grades.Length + 1);
    }

    private void Add(string alert, string rule, string key, double minute, string state, string grade, int number) => _transitions.Add(PublishedAlert.Parse(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""
            {"id":"{{alert}}-{{number}}","alert":"{{alert}}","rule":"{{rule}}","key":"{{key}}",
             "state":"{{state}}","grade":"{{grade}}","time":"{{Start.AddMinutes(minute):yyyy-MM-ddTHH:mm:ss.fffZ}}"}
            """)),
        new RecordPlace("alerts.jsonl", _transitions.Count + 1)));
}
