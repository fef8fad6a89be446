namespace RiskEngine.Kafka.Topics;

/// <summary>How a topic of the cluster compares with the plan.</summary>
/// <param name="Topic">The plan.</param>
/// <param name="Exists">Whether the cluster has it.</param>
/// <param name="Differences">How it differs from the plan, each with what to do; empty where it does not, or is not there.</param>
/// <param name="Unknown">What could not be found out, and why; null where all was.</param>
public sealed record TopicFinding(PlannedTopic Topic, bool Exists, IReadOnlyList<string> Differences, string? Unknown = null)
{
    /// <summary>Whether it is there and as planned; what could not be found out is not.</summary>
    public bool IsAsPlanned => Exists && Differences.Count == 0 && Unknown is null;
}
