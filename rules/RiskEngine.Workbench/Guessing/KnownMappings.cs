using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Guessing;

/// <summary>Finds the mappings that there are already and that fit recorded records.</summary>
internal static class KnownMappings
{
    private static readonly EventDecoderOptions Options = EventDecoderOptions.Default with { MaxFuture = null, PersonFields = [] };

    /// <summary>The mappings under which at least nine of ten records become events and none is rejected; the one that makes the most events first.</summary>
    public static IReadOnlyList<InputMapping> Fitting(InputSet known, string topic, IReadOnlyList<(RecordEnvelope? Envelope, byte[] Value)> samples) =>
    [
        .. known.Mappings.Select(mapping => (Mapping: mapping, Events: EventsOf(mapping, topic, samples))).Where(one => one.Events > 0)
            .OrderByDescending(one => one.Events).Select(one => one.Mapping),
    ];

    private static int EventsOf(InputMapping mapping, string topic, IReadOnlyList<(RecordEnvelope? Envelope, byte[] Value)> samples)
    {
        var inputs = new InputSet([mapping with { Topics = [topic] }]);
        var decoder = new EventDecoder(Options, new Vocabulary(), Pseudonymizer.Generate(), inputs: new ActiveInputs(inputs), topic: topic);
        var (records, events, rejections) = (new RecordBatch(), new EventBatch(), new List<Rejection>());
        var mapped = 0;
        foreach (var (envelope, value) in samples)
        {
            records.Clear();
            records.Add(0, value, envelope?.AppendedUnixMillis ?? 0, envelope?.Headers);
            if (envelope?.Key is { } key) records.AddKey(key);
            var before = events.Count;
            decoder.Decode(records, events, rejections);
            if (events.Count > before) mapped++;
        }

        return rejections.Count == 0 && mapped * 10 >= samples.Count * 9 ? events.Count : 0;
    }
}
