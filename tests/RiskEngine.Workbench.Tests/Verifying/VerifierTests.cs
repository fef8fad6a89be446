using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Rules;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Tests.Backtesting;
using RiskEngine.Workbench.Tests.Inputs;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Workbench.Tests.Verifying;

/// <summary>Alerts of a backtest, and of an engine with two partitions and idle clocks, derived again from the log.</summary>
public sealed class VerifierTests : IDisposable
{
    private const string High = """
        id: high
        title: Gas is high
        on: sensor.gas
        by: source
        detect: {type: metric, measure: avg(value), window: {size: 3m, every: 1m}}
        grades: {yellow: ">= 10", red: ">= 20"}
        """;

    private const string Silent = """
        id: silent
        title: A sensor is silent
        on: sensor.gas
        by: source
        detect: {type: absence}
        grades: {blue: ">= 2m", yellow: ">= 5m"}
        """;

    private const string OnIdle = "an idle clock moved time to it; give the recorded ticks with --ticks (topic risk.ticks.v1)";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_alert_of_a_backtest_is_identical()
    {
        var events = Lines(minute => Trial.Event(minute, $"{minute % 13 * 3}"), 50);
        var rules = Load(High, Silent);
        var published = Publish(rules, new Recording([events]));
        Assert.True(published.Count > 5);

        Assert.All(Verify(published, [rules], new Recording([events])), verdict => Assert.True(verdict.Outcome == VerifyOutcome.Identical, VerdictText.Render([verdict], true)));
    }

    [Fact]
    public void Every_alert_of_an_engine_is_identical_those_of_idle_clocks_too()
    {
        var (log, ticks, rules) = (KeptLog(from: 0), Ticks(), Load(High, Silent));
        var published = Publish(rules, Kept(log, ticks));
        Assert.Contains(published, alert => alert.OnIdleClock);
        Assert.Contains(published, alert => !alert.OnIdleClock);

        Assert.All(Verify(published, [rules], Kept(log, ticks)), verdict => Assert.Equal(VerifyOutcome.Identical, verdict.Outcome));
    }

    [Fact]
    public void Without_its_ticks_an_alert_of_an_idle_clock_is_not_called_wrong()
    {
        var (log, rules) = (KeptLog(from: 0), Load(High, Silent));
        var published = Publish(rules, Kept(log, Ticks()));

        var verdicts = Verify(published, [rules], new Recording([log]) { Inputs = new MappedInputs(InputSet.Empty) });

        Assert.DoesNotContain(verdicts, verdict => verdict.Published.OnIdleClock && verdict.Outcome == VerifyOutcome.Differs);
        Assert.Contains(verdicts, verdict => verdict is { Outcome: VerifyOutcome.NeedsMore, Reason: OnIdle });
    }

    [Fact]
    public void Rule_that_was_changed_underneath_differs_and_the_version_of_that_time_does_not()
    {
        var events = Lines(minute => Trial.Event(minute, $"{minute % 13 * 3}"), 50);
        var rules = Load(High);
        var changed = Load(High.Replace(">= 10", ">= 12", StringComparison.Ordinal));
        var published = Publish(rules, new Recording([events]));

        var verdicts = Verify(published, [changed], new Recording([events]));
        Assert.All(verdicts, verdict => Assert.Equal(VerifyOutcome.Differs, verdict.Outcome));
        Assert.All(verdicts, verdict => Assert.Contains(verdict.Differences, field => field.Field == "rule_hash"));
        Assert.Contains(verdicts[0].Differences, field => field is { Field: "threshold", Published: "10", Derived: "12" });
        Assert.Contains("the rule is another version now", verdicts[0].Reason, StringComparison.Ordinal);

        Assert.All(Verify(published, [changed, rules], new Recording([events])), verdict => Assert.Equal(VerifyOutcome.Identical, verdict.Outcome));
    }

    [Fact]
    public void Alert_that_was_tampered_with_differs_in_that_field()
    {
        var events = Lines(minute => Trial.Event(minute, $"{minute % 13 * 3}"), 50);
        var rules = Load(High);
        var text = File.ReadAllText(Write(rules, new Recording([events]))).Split('\n')[0].Replace("\"grade\":\"yellow\"", "\"grade\":\"orange\"", StringComparison.Ordinal);
        var published = PublishedAlert.Read([_folder.Write("one.jsonl", text)], null);

        var verdict = Assert.Single(Verify(published, [rules], new Recording([events])));

        Assert.Equal(VerifyOutcome.Differs, verdict.Outcome);
        Assert.Equal(new FieldDifference("grade", "\"orange\"", "\"yellow\""), Assert.Single(verdict.Differences));
    }

    [Fact]
    public void Value_that_was_changed_in_the_log_differs()
    {
        var events = Lines(minute => Trial.Event(minute, $"{minute % 13 * 3}"), 50);
        var rules = Load(High);
        var published = Publish(rules, new Recording([events]));
        var other = _folder.Write("other.jsonl", File.ReadAllText(events).Replace("\"value\":36", "\"value\":37", StringComparison.Ordinal));

        Assert.Contains(Verify(published, [rules], new Recording([other])), verdict => verdict.Outcome == VerifyOutcome.Differs);
    }

    [Fact]
    public void Records_that_are_gone_are_told_by_their_offsets_and_a_log_that_is_too_short_by_its_time()
    {
        var (log, ticks, rules) = (KeptLog(from: 0), Ticks(), Load(High, Silent));
        var published = Publish(rules, Kept(log, ticks));
        var last = published.Last(alert => alert.Rule == "high");
        var (task, from, _) = last.Evidence.First();

        var gone = Verify([last], [rules], Kept(KeptLog(from: (int)from + 1), ticks)).Single();
        Assert.Equal(VerifyOutcome.EvidenceExpired, gone.Outcome);
        Assert.Equal($"the log of {task} begins at offset {from + 1}, and its evidence at {from}", gone.Reason);

        // All of the evidence is there, and half of what the rule looks back: the windows before it may have held an alert that was open.
        var few = Verify([last], [rules], Kept(KeptLog(from: (int)from), ticks)).Single();
        Assert.True(few.Outcome is VerifyOutcome.Identical or VerifyOutcome.NeedsMore, VerdictText.Render([few], true));
        if (few.Outcome == VerifyOutcome.NeedsMore) Assert.StartsWith($"it needs the log of {task} from ", few.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_that_is_not_given_is_asked_for()
    {
        var events = Lines(minute => Trial.Event(minute, $"{minute % 13 * 3}"), 50);
        var published = Publish(Load(High), new Recording([events]));
        var verdict = Verify(published, [Load(Silent)], new Recording([events]))[0];
        Assert.Equal((VerifyOutcome.NeedsMore, "no rule 'high' is given; give the rules that were in force with --rules"), (verdict.Outcome, verdict.Reason));
    }

    [Fact]
    public void Alert_is_found_by_its_id_and_by_that_of_a_transition_in_what_kcat_writes_too()
    {
        var path = Write(Load(High), new Recording([Lines(minute => Trial.Event(minute, $"{minute % 13 * 3}"), 50)]));
        var all = PublishedAlert.Read([path], null);
        Assert.Equal(all.Where(one => one.Alert == all[0].Alert).Select(one => one.Id), PublishedAlert.Read([path], all[0].Alert).Select(one => one.Id));
        Assert.Equal(all[1].Id, Assert.Single(PublishedAlert.Read([path], all[1].Id)).Id);
        var payload = all[0].Json.GetRawText().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        var record = $$"""{"topic":"risk.alerts.v1","partition":0,"offset":3,"ts":1,"key":"a","payload":"{{payload}}"}""";
        var twice = _folder.Write("kcat.jsonl", $"{record}\n{record}");
        Assert.Equal(all[0].Id, Assert.Single(PublishedAlert.Read([twice], null)).Id);
    }

    [Theory]
    [InlineData("""{"kind":"sensor.gas"}""", null, "alerts.jsonl:1: this is no transition of an alert")]
    [InlineData("no JSON", null, "alerts.jsonl:1: this is no transition of an alert")]
    [InlineData("", null, "no alert; give what backtest --out wrote")]
    [InlineData("""{"id":"a-1","alert":"a","rule":"r"}""", "b", "no alert 'b' in")]
    public void What_is_no_alert_is_told(string line, string? sought, string told) =>
        Assert.Contains(told, Assert.Throws<InputException>(() => PublishedAlert.Read([_folder.Write("alerts.jsonl", line)], sought)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static IReadOnlyList<AlertVerdict> Verify(IReadOnlyList<PublishedAlert> alerts, IReadOnlyList<IReadOnlyList<Rule>> rules, Recording log) =>
        Verifier.Run(new VerifyRequest { Alerts = alerts, RuleSets = rules, Log = log }, default);

    private IReadOnlyList<PublishedAlert> Publish(IReadOnlyList<Rule> rules, Recording recording) => PublishedAlert.Read([Write(rules, recording)], null);

    private string Write(IReadOnlyList<Rule> rules, Recording recording)
    {
        using var json = new AlertJson();
        var lines = new List<string>();
        Backtest.Run(new BacktestRequest { Rules = rules, Recording = recording }, transition => lines.Add(Encoding.UTF8.GetString(json.Encode(transition))), default);
        return _folder.Write("published.jsonl", string.Join('\n', lines));
    }

    private IReadOnlyList<Rule> Load(params string[] rules)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Root, $"rules-{Guid.NewGuid():N}")).FullName;
        for (var i = 0; i < rules.Length; i++) File.WriteAllText(Path.Combine(folder, $"{i}.yaml"), rules[i]);
        return RuleLoader.Load(folder).Rules;
    }

    private string Lines(Func<int, string> line, int count) => _folder.Write("events.jsonl", string.Join('\n', Enumerable.Range(0, count).Select(line)));

    private static Recording Kept(string log, string ticks) =>
        new([log]) { Inputs = new MappedInputs(InputSet.Empty), Ticks = KeptTicks.Read([ticks], null) };

    /// <summary>Two partitions whose sensors speak once a minute; gm-0 rests from minute 10 to 20, gm-1 ends at minute 30.</summary>
    private string KeptLog(int from)
    {
        var lines = new List<string>();
        for (var minute = 0; minute < 50; minute++)
        {
            if (minute >= from && (minute is < 10 or >= 20)) lines.Add(Record(0, minute, "gm-0", minute));
            if (minute < 30 && minute >= from) lines.Add(Record(1, minute, "gm-1", minute));
        }

        return _folder.Write("log.jsonl", string.Join('\n', lines));
    }

    private string Ticks() => _folder.Write("ticks.jsonl", string.Join('\n',
        Tick(0, 0, null), Tick(1, 0, null), Tick(0, 20, "10:13:00"), Tick(0, 20, "10:17:30"), Tick(1, 30, "10:40:00")));

    private static string Record(int partition, long offset, string source, int minute)
    {
        var payload = Trial.Event(minute, $"{minute % 13 * 3}").Replace("gm-1", source, StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $$"""{"topic":"risk.events.sensor.v1","partition":{{partition}},"offset":{{offset}},"ts":1795262400000,"key":"north/b1","payload":"{{payload}}"}""";
    }

    private static string Tick(int partition, long before, string? reached) =>
        $$"""{"group":"riskengine","topic":"risk.events.sensor.v1","partition":{{partition}},"epoch":1,"before":{{before}}"""
            + (reached is null ? "}" : $$""","reached":"2026-11-21T{{reached}}Z"}""");
}
