namespace RiskEngine.Kafka.Topics;

/// <summary>What a cluster says of itself, and what its records say of its clock.</summary>
/// <param name="Brokers">Its brokers, host:port.</param>
/// <param name="AnsweredIn">How long the first answer took, with connecting.</param>
/// <param name="Newest">When the newest record of the topics that were looked at was stamped; null where there is none, or none may be read.</param>
/// <param name="IsBrokerClock">Whether brokers stamped it (<c>LogAppendTime</c>), and not whoever sent it.</param>
/// <param name="Unreadable">Topics that could not be read, each with the reason.</param>
/// <param name="Lacking">Topics on which rights are missing, each with their names; empty also where the cluster does not tell.</param>
/// <param name="RightsUnknown">Why the cluster does not tell of rights; null where it does.</param>
public sealed record ClusterFacts(
    IReadOnlyList<string> Brokers, TimeSpan AnsweredIn, DateTimeOffset? Newest, bool IsBrokerClock, IReadOnlyDictionary<string, string> Unreadable,
    IReadOnlyDictionary<string, string> Lacking, string? RightsUnknown);
