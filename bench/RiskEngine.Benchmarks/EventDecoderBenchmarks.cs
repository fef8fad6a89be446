using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Benchmarks;

/// <summary>One event of about 190 bytes from JSON to a struct with symbols, against the same fields read the plain way.</summary>
public class EventDecoderBenchmarks
{
    private RecordBatch _records = new();
    private EventDecoder _decoder = Material.Decoder(new Vocabulary());
    private readonly EventBatch _events = new();
    private readonly List<Rejection> _rejections = [];

    [Params("sensor.gas", "access.door", "utility.power", "flow.people")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _records = Material.Records(Kind);
        _decoder = Material.Decoder(new Vocabulary());
        Engine();
    }

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public int Engine()
    {
        _events.Clear();
        _decoder.Decode(_records, _events, _rejections);
        return _events.Count;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Material.Events)]
    public int Utf8JsonReaderWithStrings()
    {
        var read = 0;
        for (var i = 0; i < _records.Count; i++) read += PlainRead(_records.Value(i)).Source.Length;
        return read;
    }

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public int JsonSerializerToObject()
    {
        var read = 0;
        for (var i = 0; i < _records.Count; i++) read += JsonSerializer.Deserialize<PlainEvent>(_records.Value(i), JsonSerializerOptions.Web)?.Source.Length ?? 0;
        return read;
    }

    private static PlainEvent PlainRead(ReadOnlySpan<byte> json)
    {
        var result = new PlainEvent();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Encoding.UTF8.GetString(reader.ValueSpan);
            reader.Read();
            switch (name)
            {
                case "kind": result.Kind = reader.GetString() ?? ""; break;
                case "source": result.Source = reader.GetString() ?? ""; break;
                case "site": result.Site = reader.GetString() ?? ""; break;
                case "time": result.Time = DateTimeOffset.Parse(reader.GetString() ?? "", CultureInfo.InvariantCulture); break;
                case "value": result.Value = reader.GetDouble(); break;
                default: reader.Skip(); break;
            }
        }

        return result;
    }

    private sealed record PlainEvent
    {
        public string Kind { get; set; } = "";

        public string Source { get; set; } = "";

        public string Site { get; set; } = "";

        public DateTimeOffset Time { get; set; }

        public double Value { get; set; }
    }
}
