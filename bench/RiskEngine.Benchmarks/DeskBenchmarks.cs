using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Time;
using RiskEngine.Desk;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Benchmarks;

/// <summary>A transition at a desk with many open alerts, from its JSON to the records written, against the library's reader and a dictionary of the last grades.</summary>
public class DeskBenchmarks
{
    private const int Places = 20_000;
    private readonly AlertDecoder _decoder = new();
    private readonly Dictionary<string, string> _grades = [];
    private readonly byte[][] _transitions = new byte[1024][];
    private AlertDesk? _desk;
    private EventTime _at = EventTime.From(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private int _next;
    private int _number = 1;

    /// <summary>How many alerts are open.</summary>
    [Params(1_000, 1_000_000)]
    public int Open { get; set; }

    /// <summary>A transition as the alert topic has it.</summary>
    public static byte[] Transition(int device, int number, string grade, EventTime at)
    {
        var id = Fingerprint.Of("gas-rising-indoor", "source", $"gas-{device}", EventTime.Epoch);
        var place = device % Places;
        return Encoding.UTF8.GetBytes(
            $$$"""
            {"id":"{{{id}}}-{{{number}}}","alert":"{{{id}}}","transition":{{{number}}},"rule":"gas-rising-indoor","rule_hash":"0123456789abcdef",
            "title":"Gas concentration is rising in a building","state":"firing","grade":"{{{grade}}}","previous_grade":"none","direction":"rise","reason":"condition",
            "key":"gas-{{{device:000000}}}","by":"source","source":"gas-{{{device:000000}}}","site":"d{{{place % 10}}}/c{{{place % 200}}}/g{{{place % 2000}}}/b{{{place}}}",
            "onset":"{{{at}}}","first_evidence":"{{{at}}}","time":"{{{at}}}","measure":"avg(value)","value":11.5,"threshold":10,"unit":"%LEL",
            "window":{"count":60,"start":"{{{at}}}","end":"{{{at}}}"},"certainty":"likely",
            "evidence":[{"topic":"risk.events.sensor.v1","partition":3,"from":100,"to":160},{"topic":"risk.events.sensor.v1","partition":3,"from":120,"to":180}],
            "message":"Gas at gas-{{{device:000000}}} averages 11.5 %LEL","runbook":"docs/runbooks/gas.md","owner":"gas-desk",
            "cap":{"category":"Fire","severity":"Moderate","urgency":"Expected","certainty":"Likely","msg_type":"Alert"}}
            """);
    }

    [GlobalSetup]
    public void Setup()
    {
        _desk = new AlertDesk(new DeskPolicy());
        for (var device = 0; device < Open; device++)
        {
            _decoder.TryDecode(Transition(device, 1, "blue", _at), out var alert, out _);
            _desk.Take(alert, _at);
            _desk.ClearRecords();
        }

        Renew();
    }

    [GlobalCleanup]
    public void Cleanup() => _desk?.Dispose();

    [Benchmark]
    public int Engine()
    {
        var json = Next();
        _decoder.TryDecode(json, out var alert, out _);
        _desk!.Take(alert, _at);
        var written = _desk.Records.Count;
        _desk.ClearRecords();
        return written;
    }

    [Benchmark(Baseline = true)]
    public bool JsonDocumentAndDictionary()
    {
        using var json = JsonDocument.Parse(Next());
        _grades[json.RootElement.GetProperty("alert").GetString() ?? ""] = json.RootElement.GetProperty("grade").GetString() ?? "";
        return json.RootElement.GetProperty("transition").GetInt32() > 1;
    }

    private byte[] Next()
    {
        if (_next == _transitions.Length) Renew();
        return _transitions[_next++];
    }

    /// <summary>Each of some alerts moves to another grade, some milliseconds later.</summary>
    private void Renew()
    {
        _number++;
        _at += TimeSpan.FromMilliseconds(20);
        for (var i = 0; i < _transitions.Length; i++) _transitions[i] = Transition(i * Math.Max(1, Open / 1024) % Open, _number, _number % 2 == 0 ? "yellow" : "blue", _at);
        _next = 0;
    }
}
