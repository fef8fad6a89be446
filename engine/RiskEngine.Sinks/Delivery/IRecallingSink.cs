using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Delivery;

/// <summary>A sink whose messages depend on those before: it is shown what was accepted before this process had the partition.</summary>
public interface IRecallingSink : ISink
{
    /// <summary>A notice that was accepted.</summary>
    void Recall(Notice notice);
}
