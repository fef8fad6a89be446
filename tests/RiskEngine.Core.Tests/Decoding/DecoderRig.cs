using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Decoding;

/// <summary>A decoder with everything around it, and short ways to feed it.</summary>
internal sealed class DecoderRig
{
    public static readonly byte[] Key = "0123456789abcdef0123456789abcdef"u8.ToArray();

    /// <summary>Without options all times are plausible: those near the epoch are the easiest to read.</summary>
    public DecoderRig(EventDecoderOptions? options = null, EventTime? now = null, Vocabulary? vocabulary = null)
    {
        Options = options ?? EventDecoderOptions.Default with { Earliest = null };
        Vocabulary = vocabulary ?? new Vocabulary();
        Pseudonymizer = new Pseudonymizer(new PseudonymKeys("p1", Key));
        Decoder = new EventDecoder(Options, Vocabulary, Pseudonymizer, now is { } fixedNow ? () => fixedNow : null);
    }

    public EventDecoderOptions Options { get; }

    public Vocabulary Vocabulary { get; }

    public Pseudonymizer Pseudonymizer { get; }

    public EventDecoder Decoder { get; }

    public EventBatch Events { get; } = new();

    public List<Rejection> Rejections { get; } = [];

    /// <summary>Feeds one record.</summary>
    public DecoderRig Feed(string record, IReadOnlyList<KeyValuePair<string, byte[]>>? headers = null) => Feed(Encoding.UTF8.GetBytes(record), headers);

    /// <summary>Feeds one record.</summary>
    public DecoderRig Feed(ReadOnlySpan<byte> record, IReadOnlyList<KeyValuePair<string, byte[]>>? headers = null)
    {
        Decoder.DecodeRecord(7, record, headers, Events, Rejections);
        Assert.Equal(Decoder.Counters.Lines, Decoder.Counters.Decoded + Decoder.Counters.Rejected);
        return this;
    }

    /// <summary>The only event decoded.</summary>
    public Event OneEvent()
    {
        Assert.Empty(Rejections.Select(rejection => rejection.Reason + " " + rejection.Detail));
        Assert.Equal(1, Events.Count);
        return Events[0];
    }

    /// <summary>The only rejection.</summary>
    public Rejection OneRejection()
    {
        Assert.Equal(0, Events.Count);
        return Assert.Single(Rejections);
    }

    public string Site(in Event e) => Vocabulary.Sites[e.Site];

    public string Kind(in Event e) => Vocabulary.Kinds[e.Kind];

    public string Source(in Event e) => Vocabulary.Sources[e.Source];

    public string Unit(in Event e) => Vocabulary.Units[e.Unit];

    public string Id(in Event e) => Encoding.UTF8.GetString(Events.IdOf(e));

    public EventAttribute[] Attributes(in Event e) => Events.AttributesOf(e).ToArray();

    /// <summary>A good event with further or other fields: <c>With("value", "1e3")</c>, or without one: <c>With("kind", null)</c>.</summary>
    public static string With(string field, string? json)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("id", "\"7f3c\""),
            new("kind", "\"utility.gas.flow\""),
            new("source", "\"gm-00412\""),
            new("site", "\"huaxi/c12/g07/b3\""),
            new("time", "\"2026-11-21T10:00:00.123Z\""),
            new("value", "0.42"),
            new("unit", "\"m3/h\""),
            new("attributes", "{\"phase\":\"night\"}"),
        };
        var at = fields.FindIndex(pair => pair.Key == field);
        if (at >= 0) fields.RemoveAt(at);
        if (json is not null) fields.Insert(at < 0 ? fields.Count : at, new(field, json));
        return "{" + string.Join(",", fields.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}";
    }

    public const string Example =
        """{"id":"7f3c","kind":"utility.gas.flow","source":"gm-00412","site":"huaxi/c12/g07/b3","time":"2026-11-21T10:00:00.123Z","value":"""
        + """0.42,"unit":"m3/h","attributes":{"phase":"night"}}""";
}
