namespace RiskEngine.Sinks.Delivery;

/// <summary>What a sink has done since this process began, and how it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Sent">Notices that the receiver accepted.</param>
/// <param name="Filtered">Records that the sink does not want.</param>
/// <param name="Repeated">Notices that had been sent before, and were not sent again.</param>
/// <param name="Retried">Attempts that failed and were made again.</param>
/// <param name="Refused">Messages that became dead letters.</param>
/// <param name="Lag">Records that wait; null where unknown.</param>
/// <param name="FailingSince">When the receiver stopped to accept; null where it accepts.</param>
/// <param name="LastFault">What it said last; null where it accepts.</param>
public sealed record SinkReport(
    string Name, string Type, long Sent, long Filtered, long Repeated, long Retried, long Refused, long? Lag, DateTimeOffset? FailingSince, string? LastFault);
