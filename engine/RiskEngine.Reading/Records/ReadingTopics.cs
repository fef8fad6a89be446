namespace RiskEngine.Reading.Records;

/// <summary>Names of the topics that the picture and its history are read from.</summary>
/// <param name="Alerts">Every transition.</param>
/// <param name="AlertState">The last transition of each open alert; compacted.</param>
/// <param name="Incidents">Incidents; compacted.</param>
/// <param name="Places">The risk of areas; compacted.</param>
/// <param name="Suppressed">What people are not told of.</param>
/// <param name="Audit">Who did what.</param>
public sealed record ReadingTopics(string Alerts, string AlertState, string Incidents, string Places, string Suppressed, string Audit)
{
    /// <summary>Those that say how it is now.</summary>
    public IReadOnlyList<string> OfPicture => [AlertState, Incidents, Places];

    /// <summary>Those that say what has been.</summary>
    public IReadOnlyList<string> OfHistory => [Alerts, Incidents, Suppressed, Audit];
}
