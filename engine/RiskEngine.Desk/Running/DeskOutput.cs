using RiskEngine.Core.Events;
using RiskEngine.Desk.Records;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Desk.Running;

/// <summary>What a task of the desk publishes because of one input.</summary>
public sealed class DeskOutput : TaskOutput
{
    /// <summary>Incidents, what people are not told of, and what was done, in their order.</summary>
    public IReadOnlyList<DeskRecord> Records { get; private set; } = [];

    /// <summary>Fills it for an input.</summary>
    internal DeskOutput With(IReadOnlyList<DeskRecord> records, IReadOnlyList<Rejection> rejections)
    {
        Clear();
        (Records, Rejections) = (records, rejections);
        return this;
    }
}
