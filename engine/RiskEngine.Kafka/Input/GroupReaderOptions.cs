namespace RiskEngine.Kafka.Input;

/// <summary>What a <see cref="GroupReader"/> reads, and as whom.</summary>
/// <param name="Group">The consumer group whose offsets say what is done.</param>
/// <param name="Topic">The topic.</param>
/// <param name="FromStart">Whether a group that is new begins with what the topic holds already, instead of with what comes.</param>
public sealed record GroupReaderOptions(string Group, string Topic, bool FromStart);
