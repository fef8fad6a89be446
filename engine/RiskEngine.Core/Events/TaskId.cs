namespace RiskEngine.Core.Events;

/// <summary>Names a task, the unit of ownership: one partition of one input topic.</summary>
/// <param name="Topic">The input topic.</param>
/// <param name="Partition">Its partition, from 0.</param>
public readonly record struct TaskId(string Topic, int Partition)
{
    /// <summary><c>topic/partition</c>.</summary>
    public override string ToString() => $"{Topic}/{Partition}";
}
