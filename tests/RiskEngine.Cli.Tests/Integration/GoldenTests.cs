using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Kafka;

namespace RiskEngine.Cli.Tests.Integration;

[Collection(IntegrationCollection.Name)]
public sealed class GoldenTests(FinishedTrials trials) : IClassFixture<FinishedTrials>
{
    [Fact]
    public void Golden_stream_shows_every_grade_rule_and_kind_of_trouble()
    {
        var golden = GoldenRun.Of(new TopicNames());

        foreach (var rule in GoldenRun.LoadRules())
        {
            var transitions = golden.Transitions.Where(transition => transition.Rule.Id == rule.Id).ToList();
            var grades = rule.Detection.EventSteps.Count > 0 ? 1 : 2;
            Assert.True(transitions.Select(transition => transition.Grade).Distinct().Count() >= grades, $"{rule.Id} has {transitions.Count} transitions");
            Assert.Contains(transitions, transition => transition.State == AlertState.Resolved);
        }

        foreach (var grade in new[] { Grade.Blue, Grade.Yellow, Grade.Orange, Grade.Red }) Assert.Contains(golden.Transitions, transition => transition.Grade == grade);
        Assert.True(golden.Late.Count > 50, $"{golden.Late.Count} late events");
        Assert.True(golden.DeadLetters.Values.Distinct().Count() >= 5, string.Join(", ", golden.DeadLetters.Values.Distinct()));
        Assert.All(golden.Ledgers.Values, ledger => Assert.True(ledger.Balances, ledger.ToString()));
        Assert.All(golden.Transitions.Where(transition => transition.Rule.By == KeyBy.Source), transition => Assert.StartsWith("hx/", transition.Site));
    }

    [Theory]
    [OnRedis]
    [OnEmbedded]
    public async Task Stream_through_Kafka_and_the_store_gives_the_golden_alerts_once(StoreKind kind) => Assert.Equal(0, (await trials.On(kind)).Trial.Compare());

    [Fact]
    public async Task State_topic_ends_with_the_last_transition_of_open_alerts_and_nothing_of_others()
    {
        var finished = await trials.On(FinishedTrials.Any);
        var last = finished.Trial.Read(finished.Trial.Topics.Alerts).GroupBy(record => record.Key).ToDictionary(alert => alert.Key, alert => alert.Last());
        var states = finished.Trial.Read(finished.Trial.Topics.AlertState).GroupBy(record => record.Key).ToDictionary(alert => alert.Key, alert => alert.Last());

        Assert.Equal(last.Keys.Order(), states.Keys.Order());
        Assert.All(last, alert => Assert.Equal(alert.Value.Text.Contains("\"state\":\"resolved\"", StringComparison.Ordinal) ? "" : alert.Value.Text, states[alert.Key].Text));
    }

    [Fact]
    public async Task Every_line_that_is_no_event_has_a_dead_letter_with_its_place_and_reason()
    {
        var finished = await trials.On(FinishedTrials.Any);
        var records = finished.Trial.Read(finished.Trial.Topics.DeadLetters);

        Assert.Equal(finished.Trial.Golden.DeadLetters, records.ToDictionary(GoldenComparison.PlaceOf, record => record.Headers["reason"]));
        Assert.All(records, record => Assert.NotEmpty(record.Headers["detail"]));
    }

    [Fact]
    public async Task Every_late_event_is_in_the_late_topic_with_its_place_and_the_watermark()
    {
        var finished = await trials.On(FinishedTrials.Any);
        var records = finished.Trial.Read(finished.Trial.Topics.Late);

        Assert.Equal(finished.Trial.Golden.Late, records.ToDictionary(GoldenComparison.PlaceOf, record => record.Text));
        Assert.All(records, record => Assert.NotEmpty(record.Headers["watermark"]));
    }

    [Fact]
    public async Task No_output_names_a_person()
    {
        var finished = await trials.On(FinishedTrials.Any);
        var topics = finished.Trial.Topics;
        var outputs = topics.All.Except(topics.Events).SelectMany(finished.Trial.Read).ToList();

        Assert.Contains(GoldenStream.Records, record => Names(record.Value));
        Assert.Contains(outputs, record => record.Text.Contains(GoldenRun.PseudonymKeyId + "_", StringComparison.Ordinal));
        Assert.DoesNotContain(outputs, record => Names(record.Value) || record.Headers.Values.Append(record.Key).Any(text => Names(Encoding.UTF8.GetBytes(text))));
        Assert.DoesNotContain(Encoding.UTF8.GetString(GoldenStream.RawPerson), finished.Trial.Outputs, StringComparison.Ordinal);
    }

    [Theory]
    [OnRedis]
    [OnEmbedded]
    public async Task Metrics_show_a_balanced_ledger_and_no_lag(StoreKind kind)
    {
        var finished = await trials.On(kind);
        var ledgers = GoldenTrial.LedgersOf(finished.Metrics);

        Assert.Equal(finished.Trial.Golden.Ledgers.OrderBy(task => task.Key), ledgers.OrderBy(task => task.Key));
        Assert.All(finished.Metrics.By("task", "riskengine_ledger_balanced").Values, value => Assert.Equal(1, value));
        Assert.Equal(finished.Trial.Golden.DeadLetters.Count, finished.Metrics.Samples.Where(sample => sample.Name == "riskengine_rejections_total").Sum(sample => sample.Value));
        Assert.Equal(1, finished.Metrics.Samples.Single(sample => sample.Name == "riskengine_ready").Value);
        Assert.All(finished.Metrics.By("task", "riskengine_lag_records").Values, lag => Assert.Equal(0, lag));
    }

    [Theory]
    [OnRedis]
    [OnEmbedded]
    public async Task State_show_reads_what_the_engine_stored(StoreKind kind)
    {
        var finished = await trials.On(kind);
        var (task, ledger) = finished.Trial.Golden.Ledgers.Where(entry => !entry.Key.Contains("signals", StringComparison.Ordinal))
            .OrderByDescending(entry => entry.Value.Evaluated).First();
        var overview = await StateShow(finished, ExitCode.Ok);
        Assert.All(finished.Trial.Golden.Ledgers.Keys, id => Assert.Contains($"{id} ", overview, StringComparison.Ordinal));

        var one = await StateShow(finished, ExitCode.Ok, "--task", task);
        Assert.Contains(FormattableString.Invariant($"{ledger.Consumed:N0} consumed = {ledger.Evaluated:N0} evaluated"), one, StringComparison.Ordinal);
        Assert.Contains("keys:source", await StateShow(finished, ExitCode.Ok, "--stats"), StringComparison.Ordinal);
        Assert.Contains("last seen at hx/", await StateShow(finished, ExitCode.Ok, "--source", $"{task.Split('.')[^2]}-00"), StringComparison.Ordinal);
        await StateShow(finished, ExitCode.Findings, "--source", "nobody");
    }

    [Theory]
    [OnRedis]
    [OnEmbedded]
    public async Task Every_alert_is_identical_when_it_is_derived_again_with_the_rules_that_were_kept(StoreKind kind)
    {
        var finished = await trials.On(kind);
        var written = await finished.Trial.Verify(finished.Store, ExitCode.Ok, "--all");
        var all = finished.Trial.Golden.Alerts.Count;
        Assert.Contains(FormattableString.Invariant($"{all:N0} transitions: {all:N0} identical"), written, StringComparison.Ordinal);
        Assert.Contains("was loaded from Redis", written, StringComparison.Ordinal);

        // The audit topic has the same versions.
        var alert = finished.Trial.Read(finished.Trial.Topics.Alerts)[0];
        var one = await finished.Trial.Verify("memory", ExitCode.Ok, alert.Headers["ce_id"]);
        Assert.Contains("1 transitions: 1 identical", one, StringComparison.Ordinal);
        Assert.Contains($"was loaded from {finished.Trial.Topics.Audit}", one, StringComparison.Ordinal);
    }

    private async Task<string> StateShow(FinishedTrial finished, int exitCode, params string[] arguments)
    {
        using var show = EngineProcess.Start("state show", ["state", "show", "--redis", finished.Store, .. arguments]);
        Assert.True(await show.Exit(TimeSpan.FromSeconds(30)) == exitCode, show.Output);
        return show.Output;
    }

    private static bool Names(byte[] bytes) => bytes.AsSpan().IndexOf(GoldenStream.RawPerson) >= 0;
}
