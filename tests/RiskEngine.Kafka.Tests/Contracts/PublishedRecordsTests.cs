using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Core.Versions;
using RiskEngine.Desk;
using RiskEngine.Desk.Intake;
using RiskEngine.Desk.Records;
using RiskEngine.Kafka.Output;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Ticks;
using RiskEngine.Simulator.Servers;
using RiskEngine.Simulator.Tests.Servers;
using RiskEngine.Workbench.Tests;
using Xunit;

namespace RiskEngine.Kafka.Tests.Contracts;

/// <summary>What the engine puts into topics, and what the pages show of it, is as the schemas say.</summary>
public sealed partial class PublishedRecordsTests
{
    private static readonly TaskId Task = new("risk.events.sensor.v1", 2);

    public static TheoryData<string> Goldens() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "golden", "alerts")).Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Golden_alerts_are_as_the_schema_says(string name) =>
        Assert.Equal("", TopicSchema.Named("alert.v1").FaultsOfOurs(File.ReadAllText(Path.Combine(Repository.Root, "tests", "golden", "alerts", name))));

    [Fact]
    public void The_alert_that_the_page_shows_is_as_the_schema_says() => Assert.Equal("", TopicSchema.Named("alert.v1").FaultsOfOurs(ExampleOf("alerts.md")));

    [Fact]
    public void The_event_that_the_page_shows_is_as_the_schema_says() => Assert.Equal("", TopicSchema.Named("event.v1").FaultsOfOurs(ExampleOf("events.md")));

    [Theory]
    [InlineData("""{"kind":"sensor.gas","source":"g-1","site":"a/b","time":1795255200123}""", true)]
    [InlineData("""{"kind":"sensor.gas","source":"g-1","site":"a/b","time":"2026-11-21T10:00:00Z","value":null,"unit":null,"attributes":{"a":true,"b":null},"more":[1]}""", true)]
    [InlineData("""{"kind":"smell.gas","source":"g-1","site":"a/b","time":1795255200123}""", false)]
    [InlineData("""{"kind":"sensor.gas","source":"g-1","site":"a//b","time":1795255200123}""", false)]
    [InlineData("""{"kind":"sensor.gas","source":"g-1","time":1795255200123}""", false)]
    [InlineData("""{"kind":"sensor.gas","source":"","site":"a/b","time":1795255200123}""", false)]
    [InlineData("""{"kind":"sensor.gas","source":"g-1","site":"a/b","time":1795255200123,"value":{"v":1}}""", false)]
    [InlineData("""{"kind":"sensor.gas","source":"g-1","site":"a/b","time":1795255200123,"attributes":{"a":[1]}}""", false)]
    public void The_schema_of_events_takes_what_the_decoder_takes(string json, bool isTaken)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(isTaken, TopicSchema.Named("event.v1").Faults(document.RootElement).Length == 0);

        var batch = new EventBatch();
        var decoder = new EventDecoder(new EventDecoderOptions { MaxFuture = null }, new Vocabulary(), new Pseudonymizer(PseudonymKeys.Generate()));
        var records = new RecordBatch();
        records.Add(0, Encoding.UTF8.GetBytes(json));
        var rejections = new List<Rejection>();
        decoder.Decode(records, batch, rejections);
        Assert.Equal(isTaken, rejections.Count == 0);
    }

    [Fact]
    public void Dead_letters_late_events_and_ticks_are_as_the_schemas_say()
    {
        var names = new TopicNames();
        using var broker = InProcessBroker.Start(1, [.. names.All.Select(name => new InProcessTopic(name, 1))]);
        var sent = new Acknowledgements();
        using (var publisher = new KafkaPublisher(new KafkaOptions { BootstrapServers = broker.BootstrapServers }, NullLogger.Instance))
        {
            publisher.PublishDeadLetter(Task, new Rejection(17, 3, RejectReason.MissingField, "kind", "{}"u8.ToArray()), sent, CancellationToken.None);
            publisher.PublishDeadLetter(Task, new Rejection(18, -1, RejectReason.MissingField, "kind", "no JSON"u8.ToArray()), sent, CancellationToken.None);
            var late = """{"id":"7","kind":"sensor.gas","source":"g-1","site":"a/b","time":"2026-11-21T10:00:00.000Z","value":4.5,"unit":"%LEL","attributes":{"room":"k"}}""";
            publisher.PublishLate(Task, "a/b", 19, -1, EventTime.From(DateTimeOffset.UnixEpoch), Encoding.UTF8.GetBytes(late), sent, CancellationToken.None);
            _ = publisher.PublishTick(new TickRecord("riskengine", Task, 7, 1204, EventTime.From(DateTimeOffset.UnixEpoch)));
            _ = publisher.PublishTick(new TickRecord("riskengine", Task, 7, 1204, null, IsFresh: true));
            Assert.Equal(0, publisher.Flush(BrokerClients.Patience));
        }

        using var consumer = broker.Consumer("readers").Build();
        consumer.Subscribe([names.DeadLetters, names.Late, names.Ticks]);
        var records = consumer.ConsumeUntil(all => all.Count == 5);
        consumer.Close();

        Assert.Equal([2, 1, 2], new[] { names.DeadLetters, names.Late, names.Ticks }.Select(topic => records.Count(record => record.Topic == topic)));
        Assert.All(records, record =>
        {
            var schema = TopicSchema.Of(record.Topic);
            Assert.Equal("", schema.FaultsOfOurs(schema.DescribesHeaders ? HeadersOf(record) : record.Message.Value));
        });
    }

    /// <summary>Gas in a storm, a part of it silenced, acknowledged and assigned; then its end.</summary>
    [Fact]
    public void What_the_desk_writes_is_as_the_schemas_say_and_a_tombstone_follows_the_end_of_an_incident()
    {
        var noon = EventTime.From(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        var silence = new SilencePolicy("works", new AlertMatcher { Sources = ["g-2"] }, noon, noon + TimeSpan.FromHours(1), "li", "works");
        using var desk = new AlertDesk(new DeskPolicy { Silences = [silence] });
        var decoder = new AlertDecoder();
        Assert.True(decoder.TryDecode(Encoding.UTF8.GetBytes(Blind(noon)), out var blind, out var wrong), wrong);
        desk.Take(blind, noon);
        for (var i = 0; i < 8; i++)
        {
            var (at, state) = (noon + TimeSpan.FromMinutes(i), i < 4 ? "firing" : "resolved");
            Assert.True(decoder.TryDecode(Encoding.UTF8.GetBytes(Transition($"{i % 4:x24}", (i / 4) + 1, state, $"g-{i % 4}", at)), out var taken, out var fault), fault);
            desk.Take(taken, at);
            if (i != 3) continue;
            var incident = desk.Records.First(record => record.Topic == DeskTopic.Incidents).Key;
            foreach (var kind in new[] { RequestKind.Acknowledge, RequestKind.Assign })
                desk.Take(new DeskRequest { Id = $"r-{kind}", Kind = kind, By = "wang", Area = "huaxi/c1", Incident = incident, To = "zhang", Why = "on my way" }, at);
        }

        desk.Tick(noon + TimeSpan.FromHours(1));
        Assert.Equal([DeskTopic.Incidents, DeskTopic.Suppressed, DeskTopic.Audit, DeskTopic.Places], desk.Records.Select(record => record.Topic).Distinct().Order());
        var names = new TopicNames();
        using var broker = InProcessBroker.Start(1, [.. names.All.Select(name => new InProcessTopic(name, 1))]);
        var sent = new Acknowledgements();
        using (var publisher = new KafkaPublisher(new KafkaOptions { BootstrapServers = broker.BootstrapServers }, NullLogger.Instance))
        {
            foreach (var record in desk.Records) publisher.PublishDesk(record, sent, CancellationToken.None);
            Assert.Equal(0, publisher.Flush(BrokerClients.Patience));
        }

        var ends = desk.Records.Count(record => record.IsEnd);
        Assert.Equal([DeskTopic.Incidents], desk.Records.Where(record => record.IsEnd).Select(record => record.Topic));
        using var consumer = broker.Consumer("readers").Build();
        consumer.Subscribe([names.Incidents, names.Places, names.Suppressed, names.Audit]);
        var records = consumer.ConsumeUntil(all => all.Count == desk.Records.Count + ends);
        consumer.Close();

        Assert.Equal("", string.Join('\n', records.Where(record => record.Message.Value is not null)
            .Select(record => TopicSchema.Of(record.Topic).FaultsOfOurs(record.Message.Value)).Where(faults => faults.Length > 0)));
        Assert.Null(records.Last(record => record.Topic == names.Incidents).Message.Value);
        Assert.All(records, record => Assert.Equal(
            ["ce_id", "ce_source", "ce_specversion", "ce_subject", "ce_time", "ce_type", "content-type"],
            record.Message.Headers.Select(header => header.Key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Versions_and_their_changes_are_as_the_schema_says()
    {
        var at = EventTime.From(DateTimeOffset.UnixEpoch);
        var files = new Dictionary<string, string> { ["limits.csv"] = "a,1" };
        var rule = new KeptVersion(VersionKind.Rule, "gas", "0f") { At = at, With = "set/1a", Text = "id: gas\n", Files = files };
        var set = new KeptVersion(VersionKind.Set, "", "1a") { At = at, Holds = [rule.Key] };
        byte[][] records =
        [
            VersionJson.Write(rule), VersionJson.Write(set),
            VersionJson.Write(new VersionChange(VersionKind.Rule, "gas", "0e", "0f", at), "1"), VersionJson.Write(new VersionChange(VersionKind.Set, "", null, "1a", at), "2"),
        ];
        Assert.All(records, record => Assert.Equal("", TopicSchema.Of(new TopicNames().Audit).FaultsOfOurs(Encoding.UTF8.GetString(record))));
    }

    private static string Transition(string alert, int number, string state, string key, EventTime at) =>
        $$$"""
        {"alert":"{{{alert}}}","transition":{{{number}}},"rule":"gas-rising","title":"Gas","state":"{{{state}}}","grade":"orange","key":"{{{key}}}",
        "source":"{{{key}}}","by":"source","site":"huaxi/c1/g1/b1","time":"{{{at}}}","certainty":"likely",
        "evidence":[{"topic":"risk.events.sensor.v1"}],"message":"gas at {{{key}}}","labels":{"team":"gas"}}
        """;

    private static string Blind(EventTime at) =>
        $$$"""
        {"alert":"ffffffffffffffffffffffff","transition":1,"rule":"riskengine-area-blind","title":"Silent","state":"firing","grade":"yellow","key":"huaxi/c1/g1/b1 | sensor",
        "by":"[site, attributes.family]","site":"huaxi/c1/g1/b1","time":"{{{at}}}","certainty":"observed","evidence":[],"message":"silent",
        "blind":{"sources":3,"silent":1,"since":"{{{at}}}","risks":["gas-rising"],"devices":["g-9"],"later":[{"a":1}]}
        }
        """;

    private static string HeadersOf(ConsumeResult<string, string> record) =>
        JsonSerializer.Serialize(record.Message.Headers.ToDictionary(header => header.Key, header => Encoding.UTF8.GetString(header.GetValueBytes())));

    private static string ExampleOf(string page) => Example().Match(File.ReadAllText(Path.Combine(Repository.Root, "docs", page))).Groups["json"].Value;

    [GeneratedRegex(@"```json\n(?<json>[\s\S]*?)\n```")]
    private static partial Regex Example();
}
