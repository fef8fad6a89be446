using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Signals;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Kafka.Tests.Contracts;

namespace RiskEngine.Core.Tests.Signals;

/// <summary>Records of the signals topic are as their schema says, and the schema tells of no field that none has.</summary>
public sealed class SignalSchemaTests : IDisposable
{
    private static readonly TopicSchema Schema = TopicSchema.Named("signal.v1");
    private readonly SignalEncoder _encoder = new(new SignalSource("risk.events.sensor.v1/3", 7));

    public void Dispose() => _encoder.Dispose();

    [Theory]
    [InlineData("""{"kind":"sensor.gas","source":"g-1","site":"a/b","time":1795255200123}""")]
    [InlineData("""{"id":"7","kind":"sensor.gas","source":"g-1","site":"a/b","time":1795255200123,"value":4.5,"unit":"%LEL","attributes":{"room":"k","wet":true,"level":2}}""")]
    [InlineData("""{"kind":"access.denied","source":"d-1","site":"a/b","time":"2026-11-21T10:00:00.000250Z","value":"lobby","attributes":{"person":"p-77"}}""")]
    [InlineData("""{"kind":"utility.water","source":"w \"1\"","site":"区/楼","time":1795255200123,"value":false}""")]
    public void A_tapped_event_is_one_of_the_contract(string json)
    {
        var record = Encoding.UTF8.GetString(_encoder.Event(new SignalPlace(12, 2, 1), 41, "a", Encoded(json)));

        Assert.Equal("", Schema.FaultsOfOurs(record));
        Assert.Equal("", TopicSchema.Named("event.v1").FaultsOfOurs(JsonNode.Parse(record)!["event"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("risk.events.sensor.v1/3", "huaxi/c12", "{}")]
    [InlineData("a \"b\"\\\u0001/1", "区/楼 \"é\" <&'>\t", """{"id":"7"}""")]
    public void A_tapped_event_has_the_bytes_that_the_library_would_write(string producer, string area, string e)
    {
        using var encoder = new SignalEncoder(new SignalSource(producer, long.MaxValue));
        foreach (var number in new[] { 0, 41, long.MaxValue })
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                json.WriteString("producer", producer);
                json.WriteNumber("epoch", long.MaxValue);
                json.WriteNumber("number", number);
                json.WriteStartArray("at");
                json.WriteNumberValue(number);
                json.WriteNumberValue(int.MaxValue);
                json.WriteNumberValue(3);
                json.WriteEndArray();
                json.WriteString("area", area);
                json.WritePropertyName("event");
                json.WriteRawValue(e);
                json.WriteEndObject();
            }

            var bytes = encoder.Event(new SignalPlace(number, int.MaxValue, 3), number, area, Encoding.UTF8.GetBytes(e));
            Assert.Equal(Encoding.UTF8.GetString(stream.ToArray()), Encoding.UTF8.GetString(bytes));
        }
    }

    [Fact]
    public void Every_transition_is_as_the_schema_says() => Assert.All(Transitions(), record => Assert.Equal("", Schema.FaultsOfOurs(record)));

    [Fact]
    public void Markers_and_owners_are_as_the_schema_says() => Assert.All(Spoken(), record => Assert.Equal("", Schema.FaultsOfOurs(record)));

    [Fact]
    public void The_schema_tells_of_no_field_that_no_record_has()
    {
        List<JsonObject> records = [.. Transitions().Concat(Spoken()).Append(Encoding.UTF8.GetString(_encoder.Event(new SignalPlace(1, 1, 0), 1, "a", "{}"u8))).Select(Parsed)];

        Assert.Equal(Fields(Schema.Node), records.SelectMany(record => record).Select(field => field.Key).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            Fields(Schema.Node["properties"]!["alert"]!),
            records.Select(record => record["alert"]).OfType<JsonObject>().SelectMany(alert => alert).Select(field => field.Key).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>What the reader refuses, and what a record may not lack.</summary>
    [Fact]
    public void What_is_missing_is_a_fault()
    {
        foreach (var name in new[] { "producer", "epoch", "number", "at" })
        {
            var record = Parsed(Spoken().First());
            record.Remove(name);
            Assert.Contains(name, Schema.FaultsOfOurs(record.ToJsonString()), StringComparison.Ordinal);
        }

        var transition = Parsed(Transitions().First());
        transition["alert"]!.AsObject().Remove("rule_hash");
        Assert.Contains("rule_hash", Schema.FaultsOfOurs(transition.ToJsonString()), StringComparison.Ordinal);
    }

    private static JsonObject Parsed(string record) => JsonNode.Parse(record)!.AsObject();

    private static IEnumerable<string> Fields(JsonNode schema) => schema["properties"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal);

    private static byte[] Encoded(string json)
    {
        var (vocabulary, batch, records, rejections) = (new Vocabulary(), new EventBatch(), new RecordBatch(), new List<Rejection>());
        records.Add(0, Encoding.UTF8.GetBytes(json));
        new EventDecoder(new EventDecoderOptions { MaxFuture = null }, vocabulary, new Pseudonymizer(PseudonymKeys.Generate())).Decode(records, batch, rejections);
        Assert.Empty(rejections);
        using var encoder = new EventEncoder(vocabulary);
        return encoder.Encode(batch, batch[0]).ToArray();
    }

    private List<string> Spoken() =>
    [
        .. new[]
        {
            _encoder.Marker(SignalPlace.None, 0, null, isIdle: false),
            _encoder.Marker(new SignalPlace(12, 0, 1), 41, RosterRig.Start, isIdle: true),
            _encoder.Seen(new SignalPlace(12, 2, 1), 41, "a", new SeenSource("r", "g-1", "a/b", RosterRig.Start)),
            _encoder.Seen(new SignalPlace(12, 2, 1), 41, "a", new SeenSource("r", "g-1", "a/b", RosterRig.Start, SeenPart.Before)),
            _encoder.Seen(new SignalPlace(12, 2, 1), 41, "a", new SeenSource("r", "g-1", "a/b", RosterRig.Start, SeenPart.After)),
            _encoder.Owner(SignalPlace.None, 0, new SignalRoute(8, 1, "district"), new Dictionary<string, int>()),
            _encoder.Owner(new SignalPlace(12, 2, 1), 41, new SignalRoute(8, 1, "district"), new Dictionary<string, int> { ["risk.events.sensor.v1"] = 3, ["a"] = 1 }),
        }.Select(Encoding.UTF8.GetString),
    ];

    /// <summary>Transitions of rules of every type, each also as one that goes on after its end.</summary>
    private List<string> Transitions()
    {
        var records = new List<string>();
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var rig = new EvaluatorRig(RandomRules.Make(RandomRules.Types[seed % RandomRules.Types.Length], random, TimeSpan.FromSeconds(1)));
            foreach (var reading in RandomStream.InOrder(random, TimeSpan.FromSeconds(1), 40)) rig.Observe(reading);
            rig.Drain();
            foreach (var transition in rig.Transitions)
            {
                records.Add(Encoding.UTF8.GetString(_encoder.Alert(new SignalPlace(seed, 1, 0), seed + 1, "a", transition)));
                records.Add(Encoding.UTF8.GetString(_encoder.Alert(new SignalPlace(seed, 1, 1), seed + 2, "a", transition with { IsReopened = true })));
            }
        }

        Assert.True(records.Count > 100, $"{records.Count} records");
        return records;
    }
}
