using System.Globalization;
using System.Text;
using Confluent.Kafka;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Topics of a city's own, read through mappings by the running engine.</summary>
[Collection(TroubleCollection.Name)]
public sealed class MappedTopicTests(ClusterFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Rule = """
        id: hot
        title: Hot
        on: sensor.temperature
        by: source
        detect: {type: threshold}
        grades: {red: "> 30"}
        unit: Cel
        """;

    [InProcessTheory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Any_topic_is_mapped_and_a_changed_mapping_is_taken_up(string byTheBatch)
    {
        var name = $"city{Guid.NewGuid():N}"[..12];
        fixture.Cluster.Broker?.CreateTopic($"{name}.lorawan.up", GoldenStream.Partitions);
        using var rules = new TemporaryFolder();
        using var inputs = new TemporaryFolder();
        rules.Write("hot.yaml", Rule);
        inputs.Write("places.csv", "device,site\na1,north/c1/g1/b1\n");
        inputs.Write("lorawan.yaml", Mapping($"{name}.lorawan.*", "payload.temp / 10"));
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine(rules.Root, idleAfter: "200ms", settings: new Dictionary<string, string>
        {
            ["RISKENGINE__INPUTS__FOLDER"] = inputs.Root,
            ["RISKENGINE__KAFKA__BATCHCONSUME"] = byTheBatch,
        });
        await engine.WaitUntilReady();
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = fixture.Cluster.BootstrapServers }).Build();
        Publish("lorawan.up", "mqtt/a1", "{\"dev\":\"a1\",\"temp\":315}");
        Publish("lorawan.up", "mqtt/zz", "{\"dev\":\"zz\",\"temp\":315}");
        Publish("lorawan.up", "mqtt/a1", "nonsense");
        var alert = Assert.Single(await Records(trial.Topics.Alerts, 1));
        Assert.Contains("\"site\":\"north/c1/g1/b1\"", alert.Text, StringComparison.Ordinal);
        Assert.Contains("\"value\":31.5", alert.Text, StringComparison.Ordinal);
        var dead = await Records(trial.Topics.DeadLetters, 2);
        Assert.Equal(["malformed_json", "missing_field"],
            dead.Select(letter => letter.Headers.Single(header => header.Key.EndsWith("reason", StringComparison.Ordinal)).Value).Order());
        await Eventually.Holds(Patience, async () =>
            (await engine.Metrics())?.Samples.Where(sample => sample.Name == "riskengine_keys_not_site_total").Sum(sample => sample.Value) == 1
            ? null : "the foreign key is not counted", () => engine.Output);
        Assert.Contains("a key that is not their site", (await engine.Get("/health/ready"))?.Text, StringComparison.Ordinal);

        // Another formula, another device and another topic, without a restart.
        fixture.Cluster.Broker?.CreateTopic($"{name}.meters", GoldenStream.Partitions);
        inputs.Write("places.csv", "device,site\na1,north/c1/g1/b1\nzz,south/c2/g1/b1\n");
        inputs.Write("lorawan.yaml", Mapping($"{name}.*", "payload.temp"));
        await Eventually.Holds(Patience, () => Task.FromResult(engine.Output.Contains("1 mappings in force", StringComparison.Ordinal) ? null : "not reloaded"), () =>
            engine.Output);
        Publish("meters", null, "{\"dev\":\"zz\",\"temp\":45}");
        Assert.Contains(await Records(trial.Topics.Alerts, 2), record => record.Text.Contains("\"site\":\"south/c2/g1/b1\"", StringComparison.Ordinal)
            && record.Text.Contains("\"value\":45", StringComparison.Ordinal));

        inputs.Write("lorawan.yaml", "id: broken");
        await Eventually.Holds(Patience, () => Task.FromResult(engine.Output.Contains("old ones stay in force", StringComparison.Ordinal) ? null : "not refused"), () =>
            engine.Output);
        await trial.StopAll();

        void Publish(string topic, string? key, string json)
        {
            producer.Produce($"{name}.{topic}", new Message<byte[], byte[]> { Key = key is null ? null! : Encoding.UTF8.GetBytes(key), Value = Encoding.UTF8.GetBytes(json) });
            producer.Flush();
        }

        async Task<List<TopicRecord>> Records(string topic, int count)
        {
            List<TopicRecord> records = [];
            await Eventually.Holds(Patience, () =>
            {
                records = trial.Read(topic);
                return Task.FromResult(records.Count >= count ? null : $"{records.Count} records in {topic}");
            }, () => engine.Output);
            return records;
        }
    }

    private static string Mapping(string topics, string value) => string.Create(CultureInfo.InvariantCulture, $$$"""
        id: lorawan
        title: Sensors
        topics: {{{topics}}}
        tables: {places: {file: places.csv}}
        source: "{{ payload.dev }}"
        site: "{{ places[payload.dev].site }}"
        time: received
        events:
          - kind: sensor.temperature
            value: {{{value}}}
            unit: Cel
        tests:
          - name: a reading
            payload: {dev: a1, temp: 1}
            received: 2026-01-05T00:00:00Z
            expect: [{source: a1}]
        """);
}
