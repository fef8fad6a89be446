using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using Xunit;

namespace RiskEngine.Rules.Tests.Inputs;

/// <summary>One mapping, and what becomes of records under it, along the way that the engine takes.</summary>
internal sealed class MappingRig
{
    private readonly Vocabulary _vocabulary = new();
    private readonly EventDecoder _decoder;
    private readonly EventEncoder _encoder;
    private readonly ActiveInputs _active;
    private long _offset;

    public MappingRig(IInputs inputs, EventDecoderOptions? options = null, string topic = "t")
    {
        _active = new ActiveInputs(inputs);
        _decoder = new EventDecoder(options ?? EventDecoderOptions.Default with { MaxFuture = null }, _vocabulary, Pseudonymizer.Generate(), inputs: _active, topic: topic);
        _encoder = new EventEncoder(_vocabulary);
    }

    public List<Rejection> Rejections { get; } = [];

    public EventBatch Events { get; } = new();

    public DecoderCounters Counters => _decoder.Counters;

    public long PassedOver { get; private set; }

    /// <summary>A mapping from its text; it must be free of errors.</summary>
    public static InputSet Load(string yaml)
    {
        var result = new InputLoader().LoadBytes("mapping.yaml", Encoding.UTF8.GetBytes(yaml));
        Assert.True(!result.HasErrors, DiagnosticText.Render(result.Diagnostics));
        return result.Inputs;
    }

    /// <summary>A mapping of topic <c>t</c> with one event of kind sensor.x whose fields are as usual, but for what is given.</summary>
    public static MappingRig Of(string fields, string head = "", EventDecoderOptions? options = null)
    {
        var usual = new Dictionary<string, string> { ["source"] = "\"{{ payload.dev }}\"", ["site"] = "a/b", ["time"] = "payload.t" };
        var root = string.Concat(usual.Where(pair => !head.Contains(pair.Key + ":", StringComparison.Ordinal)).Select(pair => $"{pair.Key}: {pair.Value}\n"));
        var kind = fields.Contains("kind:", StringComparison.Ordinal) ? "" : "kind: sensor.x\n";
        var lines = (kind + fields).Split('\n').Select((line, i) => (i == 0 ? "  - " : "    ") + line);
        return new MappingRig(Load($"id: m\ntitle: M\ntopics: t\n{root}{head}\nevents:\n{string.Join('\n', lines)}\n"), options);
    }

    public MappingRig Feed(string value, string? key = null, IReadOnlyList<KeyValuePair<string, byte[]>>? headers = null, EventTime? received = null) =>
        Feed(Encoding.UTF8.GetBytes(value), key, headers, received);

    public MappingRig Feed(byte[] value, string? key = null, IReadOnlyList<KeyValuePair<string, byte[]>>? headers = null, EventTime? received = null)
    {
        var records = new RecordBatch();
        records.Add(_offset++, value, received?.UnixMilliseconds ?? 0, headers);
        if (key is not null) records.AddKey(Encoding.UTF8.GetBytes(key));
        PassedOver += _decoder.Decode(records, Events, Rejections);
        return this;
    }

    public void Replace(string yaml) => _active.Replace(Load(yaml));

    /// <summary>The events as JSON of the contract, one a line.</summary>
    public string Json()
    {
        var lines = new List<string>();
        for (var i = 0; i < Events.Count; i++) lines.Add(Encoding.UTF8.GetString(_encoder.Encode(Events, Events[i])));
        return string.Join('\n', lines);
    }

    public Event OneEvent()
    {
        Assert.True(Rejections.Count == 0, string.Join('\n', Rejections.Select(rejection => $"{rejection.Reason}: {rejection.Detail}")));
        return Assert.Single(Events.Events.ToArray());
    }

    public Rejection OneRejection()
    {
        Assert.Equal(0, Events.Count);
        return Assert.Single(Rejections);
    }

    public string SourceOf(Event e) => _vocabulary.Sources[e.Source];

    public string UnitOf(Event e) => _vocabulary.Units[e.Unit];
}
