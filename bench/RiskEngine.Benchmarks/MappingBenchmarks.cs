using System.Text;
using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Rules.Inputs;

namespace RiskEngine.Benchmarks;

/// <summary>Records of other forms through a mapping: a flat reading, one in an uplink of about 500 bytes, 24 readings of a meter, and the same as CSV.</summary>
/// <remarks>Beside <see cref="EventDecoderBenchmarks"/>, which reads the same as written in the contract.</remarks>
public class MappingBenchmarks
{
    private const int Records = 1_000;
    private const int Readings = 24;

    private readonly EventBatch _events = new();
    private readonly List<Rejection> _rejections = [];
    private RecordBatch _flat = new();
    private RecordBatch _uplinks = new();
    private RecordBatch _meters = new();
    private RecordBatch _rows = new();
    private EventDecoder _ofFlat = Material.Decoder(new Vocabulary());
    private EventDecoder _ofUplinks = Material.Decoder(new Vocabulary());
    private EventDecoder _ofMeters = Material.Decoder(new Vocabulary());
    private EventDecoder _ofRows = Material.Decoder(new Vocabulary());

    [GlobalSetup]
    public void Setup()
    {
        _ofFlat = Decoder("value: payload.v\nunit: Cel");
        _ofUplinks = Decoder("value: payload.object.temp / 10\nunit: Cel\nsource: \"{{ payload.deviceInfo.devEui }}\"");
        _ofMeters = Decoder("value: item.v\nunit: m3\ntime: item.t", "for_each: payload.readings");
        _flat = Fill(i => $$"""{"dev":"d{{i % 100}}","v":{{i % 90}}.5,"t":{{1_763_719_200_000 + i}} }""");
        _uplinks = Fill(i => $$"""
            {"deduplicationId":"57433366-50a6-4dc2-8145-2df1bbc70d9e","t":"2025-11-21T10:00:00.404859+00:00","deviceInfo":{"tenantName":"ChirpStack","applicationName":"Air",
            "deviceProfileName":"AM107","deviceName":"a","devEui":"10000000000000{{i % 100:00}}","tags":{} },"devAddr":"20000001","adr":true,"dr":5,"fCnt":{{i}},"fPort":2,
            "data":"ARI=",
            "object":{"temp":215,"hum":40.5,"battery":88},"rxInfo":[{"gatewayId":"6a7e111a10000000","uplinkId":24022,"rssi":-35,"snr":11.5,"channel":2,"context":"EFwMtA=="}]}
            """);
        _meters = Fill(i =>
        {
            var readings = Enumerable.Range(0, Readings).Select(hour => $$"""{"t":{{1_763_719_200 + (hour * 3600)}},"v":{{i}}.{{hour}}}""");
            return $$"""{"dev":"m{{i % 100}}","readings":[{{string.Join(',', readings)}}]}""";
        });
        _ofRows = Decoder("value: payload.v\nunit: m3", "codec: csv");
        _rows = Fill(i => "dev;t;v\n" + string.Concat(Enumerable.Range(0, Readings).Select(hour => $"m{i % 100};{1_763_719_200 + (hour * 3600)};{i},{hour}\n")));
        if (Rows() != Records * Readings) throw new InvalidOperationException("not every row is mapped");
        if (Flat() != Records || Uplinks() != Records || Meters() != Records * Readings) throw new InvalidOperationException("not every record is mapped");
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Flat() => Decode(_ofFlat, _flat);

    [Benchmark(OperationsPerInvoke = Records)]
    public int Uplinks() => Decode(_ofUplinks, _uplinks);

    [Benchmark(OperationsPerInvoke = Records * Readings)]
    public int Meters() => Decode(_ofMeters, _meters);

    [Benchmark(OperationsPerInvoke = Records * Readings)]
    public int Rows() => Decode(_ofRows, _rows);

    private int Decode(EventDecoder decoder, RecordBatch records)
    {
        _events.Clear();
        _rejections.Clear();
        decoder.Decode(records, _events, _rejections);
        return _events.Count;
    }

    private static RecordBatch Fill(Func<int, string> record)
    {
        var batch = new RecordBatch();
        for (var i = 0; i < Records; i++) batch.Add(i, Encoding.UTF8.GetBytes(record(i)));
        return batch;
    }

    private static EventDecoder Decoder(string fields, string head = "")
    {
        var source = fields.Contains("source:", StringComparison.Ordinal) ? "" : "source: \"{{ payload.dev }}\"\n";
        var time = fields.Contains("time:", StringComparison.Ordinal) ? "" : "time: payload.t\n";
        var yaml = $"id: m\ntitle: M\ntopics: t\n{source}site: a/b\n{time}{head}\nevents:\n  - kind: sensor.temperature\n    {fields.ReplaceLineEndings("\n    ")}\n";
        var loaded = new InputLoader().LoadBytes("m.yaml", Encoding.UTF8.GetBytes(yaml));
        if (loaded.HasErrors) throw new InvalidOperationException(string.Join('\n', loaded.Diagnostics));
        var options = EventDecoderOptions.Default with { MaxFuture = null };
        return new EventDecoder(options, new Vocabulary(), Pseudonymizer.Generate(), inputs: new ActiveInputs(loaded.Inputs), topic: "t");
    }
}
