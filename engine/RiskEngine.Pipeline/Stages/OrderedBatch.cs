using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>The events that the clock has reached with one input, in the order of their times, and those that it had passed before they came.</summary>
/// <param name="decoded">What they were picked from.</param>
/// <param name="waiting">Holds the events until the clock reaches them.</param>
public sealed class OrderedBatch(DecodedBatch decoded, ReorderBuffer waiting)
{
    /// <summary>What they came of.</summary>
    public TaskInput Input => decoded.Input;

    /// <summary>Lines that were no events.</summary>
    public List<Rejection> Rejections => decoded.Rejections;

    /// <summary>Events behind the watermark.</summary>
    public List<LateEvent> Late { get; } = [];

    /// <summary>The watermark after the input.</summary>
    public EventTime Reached { get; internal set; }

    /// <summary>Hands the events on, once.</summary>
    /// <param name="observe">Receives each event as batch and index; the batch is reused afterwards.</param>
    /// <param name="prefetch">Told of events twice before their turn, far and near, to bring memory near; null where nobody listens.</param>
    public void Release(Action<EventBatch, int> observe, Action<EventBatch, int, bool>? prefetch) => waiting.Release(Reached, observe, prefetch);
}
