using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Rules;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration.Torture;

/// <summary>An incident that no partition sees alone: a smell is reported, gas, a door, people who leave, in one building, over four topics; the fifth is idle.</summary>
[Collection(IntegrationCollection.Name)]
public sealed class CrossFamilyTests(ClusterFixture fixture)
{
    private const string Site = "huaxi/c12/g07/b3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string> Rules = new()
    {
        ["gas.yaml"] = "id: gas\ntitle: Gas\non: sensor.gas\nby: source\ndetect: {type: threshold}\ngrades: {yellow: \">= 10\"}\nclear: {when: \"< 8\"}\n",
        ["door.yaml"] = "id: door\ntitle: A door was forced\non: access.door\nby: source\ndetect: {type: threshold}\ngrades: {blue: \">= 1\"}\nclear: {when: \"< 0.5\"}\n",
        ["people.yaml"] = "id: people\ntitle: People leave\non: flow.people\nby: source\ndetect: {type: threshold}\ngrades: {blue: \">= 50\"}\nclear: {when: \"< 10\"}\n",
        ["smell.yaml"] = "id: smell\ntitle: A smell is reported\non: report.smell\nby: source\ndetect: {type: threshold}\ngrades: {blue: \">= 1\"}\nclear: {when: \"< 0.5\"}\n",
        ["hazard.yaml"] = "id: hazard\ntitle: A smell, gas, a door, people who leave\nby: site\n"
            + "detect: {type: correlation, rules: [smell, gas, door, people], measure: rules, within: 5m}\n"
            + "grades: {yellow: \">= 2\", orange: \">= 3\", red: \">= 4\"}\nclear: {for: 10s}\n",
    };

    public static TheoryData<int> Kills => TortureRuns.Seeds(1, 2);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_incident_over_four_topics_is_found_once_and_as_a_backtest_finds_it(int instances)
    {
        using var run = await Run.Start(fixture, instances, Rules);
        await run.Play(kill: null);
        await run.Judge(isExact: true);
    }

    [IntegrationTheory]
    [MemberData(nameof(Kills))]
    public async Task Instances_killed_at_any_moment_find_it_once_all_the_same(int seed)
    {
        var random = new Random(seed);
        var started = TimeProvider.System.GetTimestamp();
        using var run = await Run.Start(fixture, random.Next(2) == 0 ? 1 : 3, Rules);
        await run.Play(random);
        await run.Judge(isExact: false);
        TortureRuns.Passed("cross-family", seed, 0, run.Trial.EngineCount, TimeProvider.System.GetElapsedTime(started));
    }

    /// <summary>One city, one incident.</summary>
    private sealed class Run : IDisposable
    {
        private readonly TemporaryFolder _rules = new();
        private readonly IProducer<byte[], byte[]> _producer;
        private readonly List<EngineProcess> _engines = [];
        private readonly List<(int Topic, string Json)> _published = [];

        private Run(GoldenTrial trial, string servers)
        {
            Trial = trial;
            _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = servers }).SetLogHandler((_, _) => { }).Build();
        }

        public GoldenTrial Trial { get; }

        public static async Task<Run> Start(ClusterFixture fixture, int instances, IReadOnlyDictionary<string, string> rules)
        {
            var run = new Run(await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.Redis.Address), fixture.Cluster.BootstrapServers);
            foreach (var (name, text) in rules) run._rules.Write(name, text);
            for (var i = 0; i < instances; i++) run.StartEngine();
            foreach (var engine in run._engines) await Eventually.Holds(Patience, async () => await engine.Metrics() is not null ? null : "not started", () => run.Trial.Outputs);
            await run._engines[0].WaitUntilReady();
            return run;
        }

        /// <summary>Background in all topics, and the incident in the middle of it; an instance dies at a random moment where one is to.</summary>
        public async Task Play(Random? kill)
        {
            var dies = kill?.Next(0, 30) ?? -1;
            for (var step = 0; step < 30; step++)
            {
                Publish(0, "sensor.gas", "gas-1", Site, step is >= 8 and < 26 ? 12 : 3);
                if (step % 3 == 0) Publish(0, "sensor.gas", "gas-2", "huaxi/c12/g07/b4", 2);
                if (step is 6 or 26) Publish(4, "report.smell", "hotline", Site, step == 6 ? 1 : 0);
                if (step is 12 or 26) Publish(1, "access.door", "door-1", Site, step == 12 ? 1 : 0);
                if (step is 16 or 26) Publish(3, "flow.people", "exit-1", Site, step == 16 ? 80 : 0);
                _producer.Flush();
                if (step == dies)
                {
                    var victim = kill!.Next(_engines.Count);
                    _engines[victim].Kill();
                    _engines.RemoveAt(victim);
                    StartEngine();
                }

                await Task.Delay(150);
            }
        }

        /// <summary>One alert, which climbed to red; and, where nobody died and signals came in the order of their times, transition by transition as one task finds
        /// it that reads all topics. Counted alerts are measured as they arrive (docs/signals.md).</summary>
        public async Task Judge(bool isExact)
        {
            List<string> found = [];
            var expected = Expected();
            await Eventually.Holds(Patience, () =>
            {
                found = [.. Hazards().Order(StringComparer.Ordinal)];
                var isThere = isExact && ArrivedInOrder() ? found.SequenceEqual(expected.Order(StringComparer.Ordinal))
                    : found.Exists(one => one.Contains(" red", StringComparison.Ordinal));
                return Task.FromResult(isThere ? null : $"found\n  {string.Join("\n  ", found)}\nexpected\n  {string.Join("\n  ", expected)}");
            }, () => Trial.Outputs);
            await Task.Delay(500);
            found = [.. Hazards()];
            Assert.Single(found.Select(one => one.Split(' ')[0].Split('-')[0]).Distinct());
            await Trial.StopAll();
        }

        public void Dispose()
        {
            _producer.Dispose();
            Trial.Dispose();
            _rules.Dispose();
        }

        private void StartEngine() => _engines.Add(Trial.StartEngine(_rules.Root, idleAfter: "300ms", settings: new Dictionary<string, string>
        {
            ["RISKENGINE__CHECKPOINTS__INTERVAL"] = "200ms",
            ["RISKENGINE__KAFKA__CONSUMER__SESSION__TIMEOUT__MS"] = "2200",
            ["RISKENGINE__KAFKA__CONSUMER__HEARTBEAT__INTERVAL__MS"] = "300",
        }));

        private void Publish(int topic, string kind, string source, string site, double value)
        {
            var json = string.Create(CultureInfo.InvariantCulture,
                $"{{\"kind\":\"{kind}\",\"source\":\"{source}\",\"site\":\"{site}\",\"time\":\"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.ffffffZ}\",\"value\":{value}}}");
            _published.Add((topic, json));
            _producer.Produce(Trial.Topics.Events[topic], new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(site), Value = Encoding.UTF8.GetBytes(json) });
        }

        /// <summary>The transitions up to the worst: when it ends, the clocks of the partitions decide.</summary>
        private IEnumerable<string> Hazards() => Trial.Read(Trial.Topics.Alerts).DistinctBy(record => record.Headers["ce_id"])
            .Select(record => JsonDocument.Parse(record.Text).RootElement)
            .Where(alert => Text(alert, "rule") == "hazard" && Text(alert, "state") == "firing" && Text(alert, "direction") == "rise")
            .Select(alert => $"{Text(alert, "id")} {Text(alert, "key")} {Text(alert, "grade")}");

        private bool ArrivedInOrder()
        {
            var times = Trial.Read(Trial.Topics.Signals).Select(record => JsonDocument.Parse(record.Text).RootElement)
                .Where(signal => signal.TryGetProperty("alert", out var alert) && Text(alert, "state") == "firing")
                .Select(signal => signal.GetProperty("alert").GetProperty("time").GetDateTimeOffset()).ToList();
            return times.SequenceEqual(times.Order());
        }

        private static string? Text(JsonElement alert, string field) => alert.GetProperty(field).GetString();

        private List<string> Expected()
        {
            var loaded = RuleLoader.Load(_rules.Root).Rules;
            var definition = TaskDefinition.ForRecording(loaded, new ByKind<TimeSpan>(TimeSpan.FromSeconds(2), []), new ByKind<TimeSpan>(TimeSpan.Zero, []));
            var found = new List<string>();
            using var pump = new TaskPump(new TaskState(new TaskId("all", 0), definition), output => found.AddRange(output.Alerts
                .Where(alert => alert.Rule.Id == "hazard" && alert.Direction == Core.Alerts.AlertDirection.Rise)
                .Select(alert => $"{alert.Id} {alert.Key} {alert.Grade.ToString().ToLowerInvariant()}")));
            var records = new RecordBatch();
            foreach (var (_, json) in _published) records.Add(records.Count, Encoding.UTF8.GetBytes(json));
            pump.Push(new TaskInput.Records(records));
            return found;
        }
    }
}
