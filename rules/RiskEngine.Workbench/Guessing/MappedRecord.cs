using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Inputs;

namespace RiskEngine.Workbench.Guessing;

/// <summary>What one record becomes under mappings.</summary>
internal static class MappedRecord
{
    private static readonly EventTime Received = EventTime.From(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));
    private static readonly EventDecoderOptions Options = EventDecoderOptions.Default with { MaxFuture = null, PersonFields = [] };

    /// <summary>The events as JSON of the contract.</summary>
    public static List<string> Of(InputSet inputs, string topic, byte[] value)
    {
        var vocabulary = new Vocabulary();
        var decoder = new EventDecoder(Options, vocabulary, Pseudonymizer.Generate(), inputs: new ActiveInputs(inputs), topic: topic);
        var records = new RecordBatch();
        records.Add(0, value, Received.UnixMilliseconds);
        var events = new EventBatch();
        decoder.Decode(records, events, []);
        using var encoder = new EventEncoder(vocabulary);
        var lines = new List<string>();
        for (var i = 0; i < events.Count; i++) lines.Add(Encoding.UTF8.GetString(encoder.Encode(events, events[i])));
        return lines;
    }
}
