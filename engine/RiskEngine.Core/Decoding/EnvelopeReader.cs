using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>Reads of a line only where it belongs, as <see cref="EventDecoder"/> reads it: every form of docs/events.md, plain or a structured CloudEvent.</summary>
/// <remarks>Owned by one thread. Its limits are the widest that options allow, so that it knows the place of whatever some decoder accepts.</remarks>
public sealed class EnvelopeReader
{
    private static readonly EventDecoderOptions Widest = EventDecoderOptions.Default with
    {
        MaxRecordBytes = 1 << 30,
        MaxLineBytes = 1 << 30,
        MaxDepth = EventDecoderOptions.DepthCeiling,
        MaxNameLength = 4096,
        MaxTextLength = 65536,
        MaxAttributes = 1024,
        MaxFuture = null,
        PersonFields = [],
    };

    private readonly EventBatch _scratch = new();
    private readonly TextCache _sites = new(100_000);
    private readonly LineReader _reader = new(Widest, new Vocabulary(), new AttributeNames([]), Pseudonymizer.Generate(), new LineFault());

    /// <summary>Reads one line.</summary>
    /// <param name="line">A record of one event; a byte order mark and white space around it are passed over.</param>
    /// <param name="envelope">Where it belongs.</param>
    /// <returns>
    /// False where time, family and site do not all stand in it. True says no more than that: a fault behind them is left to the decoder.
    /// </returns>
    public bool TryRead(ReadOnlySpan<byte> line, out Envelope envelope)
    {
        envelope = default;
        if (line.StartsWith("\uFEFF"u8)) line = line[3..];
        line = RecordLines.Trim(line);
        if (line.IsEmpty) return false;
        _scratch.Clear();
        var fields = default(EventFields);
        _reader.TryRead(line, isUtf8: false, LineReader.WholeRecord, _scratch, ref fields);
        if ((fields.Present & EventField.Place) != EventField.Place || !KindName.TryGetFamily(fields.Kind, out var family)) return false;
        envelope = new Envelope(fields.Time, family, _sites.Get(fields.Site));
        return true;
    }
}
