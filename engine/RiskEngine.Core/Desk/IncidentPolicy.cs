namespace RiskEngine.Core.Desk;

/// <summary>How alerts become incidents: those of one area and cause that come together.</summary>
public sealed record IncidentPolicy
{
    /// <summary>How many segments of a site path form the area of an incident.</summary>
    public int Depth { get; init; } = 2;

    /// <summary>The same for single causes.</summary>
    public IReadOnlyDictionary<string, int> DepthOf { get; init; } = new Dictionary<string, int>();

    /// <summary>The longest time between an alert and the next that joins the same incident.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long all of its alerts must have ended before it is resolved, and how long a lighter grade must last before a rise from it is told again.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a rise to blue or yellow, and growth, wait for more, so that people are told once. Orange and red wait for nothing.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The least time between two records of an incident that tell nobody anything and only keep the picture.</summary>
    public TimeSpan Picture { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many segments form the area of an incident of some cause.</summary>
    public int DepthFor(string cause) => DepthOf.TryGetValue(cause, out var depth) ? depth : Depth;
}
