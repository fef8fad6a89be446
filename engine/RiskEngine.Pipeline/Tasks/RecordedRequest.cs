namespace RiskEngine.Pipeline.Tasks;

/// <summary>What somebody asked of a task, as it came from the topic of requests.</summary>
/// <param name="Offset">Its offset there: reading goes on behind the last one that is recorded.</param>
/// <param name="Json">The request, one JSON object.</param>
public readonly record struct RecordedRequest(long Offset, string Json);
