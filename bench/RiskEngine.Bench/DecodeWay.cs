using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Bench;

/// <summary>Decoding alone.</summary>
internal sealed class DecodeWay : IBenchWay
{
    private readonly EventDecoder _decoder = new(new EventDecoderOptions(), new Vocabulary(), new Pseudonymizer(PseudonymKeys.Generate()));
    private readonly EventBatch _events = new();
    private readonly List<Rejection> _rejections = [];

    public string Name => "decode";

    public string What => "the engine's decoder alone";

    public long Alerts => 0;

    public void Work(RecordBatch records)
    {
        _events.Clear();
        _decoder.Decode(records, _events, _rejections);
    }

    public void Finish(long events)
    {
        if (_rejections.Count > 0) throw new InvalidOperationException($"an event was rejected: {_rejections[0].Detail}");
    }

    public void Dispose()
    {
    }
}
