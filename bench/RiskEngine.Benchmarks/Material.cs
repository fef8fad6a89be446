using System.Text;
using RiskEngine.Bench;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Rules;
using RiskEngine.Service.Catalog;

namespace RiskEngine.Benchmarks;

/// <summary>What several benchmarks need: events as JSON and decoded, and rules from YAML.</summary>
internal static class Material
{
    public const int Events = 10_000;

    /// <summary>The shipped models.</summary>
    public static readonly ModelSet Models = ModelSet.Load();

    public static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Events of one kind, one for each of <paramref name="sources"/> devices in turn.</summary>
    public static RecordBatch Records(string kind, int events = Events, int sources = Events)
    {
        var profile = BenchProfiles.Window with { Kinds = [kind], Sources = sources };
        var batch = new RecordBatch();
        long offset = 0;
        new SyntheticEvents(profile, Start).Fill(batch, events, ref offset);
        return batch;
    }

    public static EventDecoder Decoder(Vocabulary vocabulary) =>
        new(new EventDecoderOptions(), vocabulary, new Pseudonymizer(new PseudonymKeys("b", "a key for benchmarks only"u8)));

    public static EventBatch Decoded(Vocabulary vocabulary, string kind, int events = Events, int sources = Events)
    {
        var batch = new EventBatch();
        var rejections = new List<Rejection>();
        Decoder(vocabulary).Decode(Records(kind, events, sources), batch, rejections);
        return rejections.Count == 0 ? batch : throw new InvalidOperationException(rejections[0].Detail);
    }

    /// <summary>One rule on <c>sensor.gas</c> by source.</summary>
    public static Rule RuleOf(string detect, string grades, string more = "")
    {
        var on = detect.Contains("sequence", StringComparison.Ordinal) ? "" : "on: sensor.gas\n";
        var text = new StringBuilder("id: measured\ntitle: Measured\n").Append(on).Append("by: source\n").Append("detect: ").Append(detect).Append('\n')
            .Append(grades.Length > 0 ? $"grades: {grades}\n" : "").Append(more).Append("\nmessage: \"measured\"\n").ToString();
        return Of(text);
    }

    /// <summary>The rule of a file.</summary>
    public static Rule Of(string text)
    {
        var result = new RuleLoader(RuleLoadOptions.Default with { Models = Models.All }).LoadText("measured.yaml", text);
        return result.HasErrors ? throw new InvalidOperationException(string.Join('\n', result.Diagnostics)) : result.Rules[0];
    }
}
