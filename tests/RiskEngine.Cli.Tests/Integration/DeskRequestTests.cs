using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>What people write to the topic of requests reaches the desk of the running engine, once, whatever becomes of the engine.</summary>
[Collection(IntegrationCollection.Name)]
public sealed class DeskRequestTests(ClusterFixture fixture)
{
    private const string Area = "huaxi/c12";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string DeskFile = """
        causes: {gas: [gas], doors: [door]}
        incidents: {linger: 1m, wait: 0s, picture: 1s}
        escalation: {from: orange, steps: [{after: 6s, to: head}, {after: 8s, to: director}]}
        """;

    private static readonly Dictionary<string, string> Rules = new()
    {
        ["gas.yaml"] = "id: gas\ntitle: Gas\non: sensor.gas\nby: source\ndetect: {type: threshold}\ngrades: {yellow: \">= 10\", orange: \">= 20\"}\nclear: {when: \"< 8\"}\n",
        ["door.yaml"] = "id: door\ntitle: A door was forced\non: access.door\nby: source\ndetect: {type: threshold}\ngrades: {orange: \">= 1\"}\nclear: {when: \"< 0.5\"}\n",
    };

    [IntegrationFact]
    public async Task What_is_asked_takes_effect_once_and_a_kill_in_between_loses_nothing()
    {
        using var rules = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in Rules) rules.Write(name, text);
        var desk = folder.Write("desk.yaml", DeskFile);
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.Redis.Address);
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = fixture.Cluster.BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        var engine = StartEngine(trial, rules.Root, desk);
        await engine.WaitUntilReady();
        Publish(producer, trial, 0, "sensor.gas", "gas-1", 25);
        Publish(producer, trial, 1, "access.door", "door-1", 1);
        var (gas, door) = (await Opened(trial, "gas"), await Opened(trial, "doors"));
        var alert = All(trial, trial.Topics.Alerts).First(record => record.GetProperty("rule").GetString() == "gas").GetProperty("alert").GetString();

        // The incident of gas is acknowledged, that of the door is not; a request that cannot be read stands between.
        Ask(producer, trial, "r1", "acknowledge", $"\"incident\":\"{gas}\"");
        Ask(producer, trial, "bad", "explode", $"\"incident\":\"{gas}\"");
        Assert.Equal("done", (await Audited(trial, "r1")).GetProperty("outcome").GetString());
        await Escalated(trial, door!, "head");

        // These two are written while nobody is there to read them; what was acknowledged stays so.
        engine.Kill();
        var until = DateTimeOffset.UtcNow.AddSeconds(25);
        Ask(producer, trial, "r2", "shelve", $"\"alert\":\"{alert}\",\"why\":\"sensor is being replaced\",\"until\":\"{until:yyyy-MM-ddTHH:mm:ss.fffZ}\"");
        Ask(producer, trial, "r1", "acknowledge", $"\"incident\":\"{gas}\"");
        engine = StartEngine(trial, rules.Root, desk);
        Assert.Equal("done", (await Audited(trial, "r2")).GetProperty("outcome").GetString());
        engine.Kill();
        engine = StartEngine(trial, rules.Root, desk);
        await Escalated(trial, door!, "director");

        // The shelf comes back by itself, and everything that was asked was done once.
        await Eventually.Holds(Patience, () => Task.FromResult(
            Audits(trial).Any(entry => entry.GetProperty("action").GetString() == "shelf over") ? null : "the shelf is not over"), () => trial.Outputs);
        var ids = Audits(trial).Where(entry => entry.GetProperty("by").GetString() == "ann").Select(entry => $"{entry.GetProperty("id")} {entry.GetProperty("outcome")}").ToList();
        Assert.Equal(["bad-1 refused", "r1 done", "r2 done"], ids.Select(id => id.StartsWith("bad-", StringComparison.Ordinal) ? "bad-1 refused" : id).Distinct().Order());
        Assert.DoesNotContain(Incidents(trial, gas!), incident => incident.TryGetProperty("escalation", out _));
        Assert.All(Incidents(trial, gas!).GroupBy(incident => incident.GetProperty("number").GetInt32()),
            repeats => Assert.Single(repeats.Select(one => one.GetRawText()).Distinct()));
        var letter = Assert.Single(trial.Read(trial.Topics.DeadLetters).DistinctBy(record => record.Headers["offset"]));
        Assert.Equal(trial.Topics.Feedback, letter.Headers["topic"]);
        await trial.StopAll();
    }

    private static async Task<string?> Opened(GoldenTrial trial, string cause)
    {
        string? id = null;
        await Eventually.Holds(Patience, () =>
        {
            var incident = All(trial, trial.Topics.Incidents).FirstOrDefault(one => one.GetProperty("cause").GetString() == cause);
            id = incident.ValueKind == JsonValueKind.Object ? incident.GetProperty("id").GetString() : null;
            return Task.FromResult(id is null ? $"no incident of {cause}" : null);
        }, () => trial.Outputs);
        return id;
    }

    private static async Task<JsonElement> Audited(GoldenTrial trial, string id)
    {
        JsonElement found = default;
        await Eventually.Holds(Patience, () =>
        {
            found = Audits(trial).FirstOrDefault(entry => entry.GetProperty("id").GetString() == id);
            return Task.FromResult(found.ValueKind == JsonValueKind.Object ? null : $"no audit record of {id}");
        }, () => trial.Outputs);
        return found;
    }

    private static Task Escalated(GoldenTrial trial, string incident, string to) => Eventually.Holds(Patience, () => Task.FromResult(
        Incidents(trial, incident).Any(one => one.TryGetProperty("escalation", out var step) && step.GetProperty("to").GetString() == to) ? null : $"not told to the {to}"),
        () => trial.Outputs);

    private static IEnumerable<JsonElement> Incidents(GoldenTrial trial, string id) =>
        All(trial, trial.Topics.Incidents).Where(incident => incident.GetProperty("id").GetString() == id);

    private static IEnumerable<JsonElement> Audits(GoldenTrial trial) => All(trial, trial.Topics.Audit).Where(entry => entry.TryGetProperty("outcome", out _));

    private static IEnumerable<JsonElement> All(GoldenTrial trial, string topic) => trial.Read(topic).Where(record => record.Value.Length > 0).Select(record => Json(record.Text));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static EngineProcess StartEngine(GoldenTrial trial, string rules, string desk) => trial.StartEngine(rules, idleAfter: "2s", settings: new Dictionary<string, string>
    {
        ["RISKENGINE__DESK__FILE"] = desk,
        ["RISKENGINE__EVENTS__DISORDER"] = "0s",
    });

    private static void Ask(IProducer<byte[], byte[]> producer, GoldenTrial trial, string id, string action, string more)
    {
        var json = $"{{\"id\":\"{id}\",\"at\":\"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ}\",\"by\":\"ann\",\"area\":\"{Area}\",\"action\":\"{action}\",{more}}}";
        producer.Produce(trial.Topics.Feedback, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(Area), Value = Encoding.UTF8.GetBytes(json) });
        producer.Flush();
    }

    private static void Publish(IProducer<byte[], byte[]> producer, GoldenTrial trial, int topic, string kind, string source, double value)
    {
        const string Site = $"{Area}/g07/b3";
        var json = string.Create(CultureInfo.InvariantCulture,
            $"{{\"kind\":\"{kind}\",\"source\":\"{source}\",\"site\":\"{Site}\",\"time\":\"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.ffffffZ}\",\"value\":{value}}}");
        producer.Produce(trial.Topics.Events[topic], new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(Site), Value = Encoding.UTF8.GetBytes(json) });
        producer.Flush();
    }
}
