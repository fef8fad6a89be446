using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>The events of one input, in the order of the log. Reused for the next.</summary>
public sealed class DecodedBatch
{
    /// <summary>What they came of.</summary>
    public TaskInput Input { get; internal set; } = new TaskInput.ReplayEnded();

    /// <summary>The events; none for an input that is no records.</summary>
    public EventBatch Events { get; } = new();

    /// <summary>Lines that were no events.</summary>
    public List<Rejection> Rejections { get; } = [];
}
