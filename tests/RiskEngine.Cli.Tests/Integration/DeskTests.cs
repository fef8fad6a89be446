using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using RiskEngine.Desk;
using RiskEngine.Desk.Records;
using RiskEngine.Rules.Desk;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>The desk in the running engine: a storm of one cause is one incident, whatever becomes of the engine in the middle of it.</summary>
[Collection(IntegrationCollection.Name)]
public sealed class DeskTests(ClusterFixture fixture)
{
    private const string Area = "huaxi/c12";
    private const int Sensors = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string DeskFile = """
        causes:
          gas: [gas]
          doors: [door]
        incidents: {linger: 1s, wait: 1s, picture: 1s}
        """;

    private static readonly Dictionary<string, string> Rules = new()
    {
        ["gas.yaml"] = "id: gas\ntitle: Gas\non: sensor.gas\nby: source\ndetect: {type: threshold}\ngrades: {yellow: \">= 10\", orange: \">= 20\"}\nclear: {when: \"< 8\"}\n",
        ["door.yaml"] = "id: door\ntitle: A door was forced\non: access.door\nby: source\ndetect: {type: threshold}\ngrades: {orange: \">= 1\"}\nclear: {when: \"< 0.5\"}\n",
    };

    [IntegrationTheory]
    [InlineData("atleastonce")]
    [InlineData("transactional")]
    public async Task A_storm_of_one_cause_is_one_incident_and_a_kill_in_the_middle_changes_no_record(string delivery)
    {
        using var rules = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in Rules) rules.Write(name, text);
        var desk = folder.Write("desk.yaml", DeskFile);
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.Redis.Address);
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = fixture.Cluster.BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        var engine = StartEngine(trial, rules.Root, desk, delivery);
        await engine.WaitUntilReady();

        for (var i = 0; i < Sensors; i++)
        {
            Publish(producer, trial.Topics.Events[0], "sensor.gas", $"gas-{i}", i % 3 == 2 ? 25 : 12);
            if (i == Sensors / 2)
            {
                engine.Kill();
                engine = StartEngine(trial, rules.Root, desk, delivery);
            }

            await Task.Delay(150);
        }

        await Taken(trial, engine, Sensors);
        for (var i = 0; i < Sensors; i++) Publish(producer, trial.Topics.Events[0], "sensor.gas", $"gas-{i}", 2);
        await Taken(trial, engine, 2 * Sensors);

        // No clock is idle in this test: what comes later moves the desk beyond the end of the incident.
        await Task.Delay(TimeSpan.FromSeconds(3));
        Publish(producer, trial.Topics.Events[1], "access.door", "door-1", 1);
        await Taken(trial, engine, 2 * Sensors + 1);
        Judge(trial, (await engine.Metrics())!, desk);
        Assert.Contains("desk: 1 incidents are open in the ", (await engine.Get("/health/ready"))!.Value.Text, StringComparison.Ordinal);
        await trial.StopAll();
    }

    private static void Judge(GoldenTrial trial, PrometheusText metrics, string deskFile)
    {
        var alerts = trial.Read(trial.Topics.Alerts);
        Assert.All(alerts, alert => Assert.Equal(Area, alert.Key));
        var incidents = trial.Read(trial.Topics.Incidents);
        Assert.All(incidents.Where(record => record.Value.Length > 0), record =>
            Assert.Equal(("riskengine.incident.v1", record.Key), (record.Headers["ce_type"], JsonDocument.Parse(record.Text).RootElement.GetProperty("id").GetString())));

        // One incident of gas with records 1 to n, whose last one is followed by a tombstone; and the one of the door, which is open.
        var told = incidents.Where(record => record.Value.Length > 0).DistinctBy(record => record.Headers["ce_id"]).Select(record => record.Text).ToList();
        var gas = told.Select(text => JsonDocument.Parse(text).RootElement).Where(incident => incident.GetProperty("cause").GetString() == "gas").ToList();
        var id = Assert.Single(gas.Select(incident => incident.GetProperty("id").GetString()).Distinct());
        Assert.Equal(Enumerable.Range(1, gas.Count), gas.Select(incident => incident.GetProperty("number").GetInt32()));
        Assert.Equal(("resolved", Sensors), (gas[^1].GetProperty("state").GetString(), gas[^1].GetProperty("total").GetInt32()));
        Assert.Empty(incidents.Last(record => record.Key == id).Value);
        Assert.Equal(2, incidents.Select(record => record.Key).Distinct().Count());

        // The same records as of a replay of the topic, incident by incident: they may lie in several partitions, and a replay goes on for as long as incidents linger.
        var (replayed, ledger) = Replay(alerts, deskFile);
        Assert.Equal(2, told.Select(IdOf).Distinct().Count());
        Assert.All(told.GroupBy(IdOf), records => Assert.Equal(replayed.Where(text => IdOf(text) == records.Key).Take(records.Count()), records));

        double Count(string outcome) => metrics.By("task", "riskengine_desk_total", "outcome", outcome).Values.Sum();
        Assert.All(metrics.By("task", "riskengine_desk_balanced").Values, balanced => Assert.Equal(1, balanced));
        Assert.Equal((ledger.TakenIn, ledger.Notified, ledger.Folded), ((long)Count("taken_in"), (long)Count("notified"), (long)Count("folded")));
        Assert.Equal(alerts.Select(alert => alert.Headers["ce_id"]).Distinct().Count(), Count("taken_in"));
        var suppressed = trial.Read(trial.Topics.Suppressed).DistinctBy(record => record.Headers["ce_id"])
            .Count(record => !record.Text.Contains("\"duplicate\"", StringComparison.Ordinal));
        Assert.Equal(ledger.TakenIn - ledger.Notified, suppressed);
    }

    private static string? IdOf(string incident) => JsonDocument.Parse(incident).RootElement.GetProperty("id").GetString();

    private static (List<string> Incidents, Desk.Book.DeskLedger Ledger) Replay(IEnumerable<TopicRecord> alerts, string deskFile)
    {
        var policy = new DeskLoader(RiskEngine.Rules.RuleLoadOptions.Default.AreaLevels, DeskLoader.DefaultLevel).Load(deskFile).Policy;
        using var desk = new AlertDesk(policy);
        var incidents = new List<string>();
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', alerts.Select(alert => alert.Text))));
        new DeskReplay(desk, record =>
        {
            if (record.Topic == DeskTopic.Incidents) incidents.Add(Encoding.UTF8.GetString(record.Value.Span));
        }).Run(lines, CancellationToken.None);
        return (incidents, desk.Ledger);
    }

    /// <summary>Waits until the desk has taken in so many transitions, each once.</summary>
    private static Task Taken(GoldenTrial trial, EngineProcess engine, int count) => Eventually.Holds(Patience, async () =>
    {
        if (await engine.Metrics() is not { } metrics) return "no metrics";
        var taken = metrics.By("task", "riskengine_desk_total", "outcome", "taken_in").Values.Sum();
        var unsaved = metrics.By("task", "riskengine_checkpoint_age_seconds").Values.DefaultIfEmpty(1).Max();
        return taken >= count && unsaved == 0 ? null : $"{taken} of {count} taken in";
    }, () => trial.Outputs);

    private static EngineProcess StartEngine(GoldenTrial trial, string rules, string desk, string delivery) => trial.StartEngine(rules, settings: new Dictionary<string, string>
    {
        ["RISKENGINE__DESK__FILE"] = desk,
        ["RISKENGINE__EVENTS__DISORDER"] = "0s",
        ["RISKENGINE__KAFKA__DELIVERY"] = delivery,
    });

    private static void Publish(IProducer<byte[], byte[]> producer, string topic, string kind, string source, double value)
    {
        const string Site = $"{Area}/g07/b3";
        var json = string.Create(CultureInfo.InvariantCulture,
            $"{{\"kind\":\"{kind}\",\"source\":\"{source}\",\"site\":\"{Site}\",\"time\":\"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.ffffffZ}\",\"value\":{value}}}");
        producer.Produce(topic, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(Site), Value = Encoding.UTF8.GetBytes(json) });
        producer.Flush();
    }
}
