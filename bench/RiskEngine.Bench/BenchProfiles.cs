namespace RiskEngine.Bench;

/// <summary>The synthetic loads that have names.</summary>
public static class BenchProfiles
{
    private static readonly string[] Names = ["gas", "smoke", "door", "water", "power"];

    /// <summary>One window rule: an average over a minute, every ten seconds, over a threshold.</summary>
    public static readonly BenchProfile Window = new()
    {
        Name = "window", Purpose = "10,000 sources, one rule: average of 60 s every 10 s over a threshold", Sources = 10_000, Kinds = ["sensor.gas"], RulesPerKind = 1,
    };

    /// <summary>Twenty rules over four families.</summary>
    public static readonly BenchProfile Small = new() { Name = "small", Purpose = "10,000 sources, 20 rules, five for each event", Sources = 10_000, RulesPerKind = 5 };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<BenchProfile> All =
    [
        Window,
        Small,
        new()
        {
            Name = "city", Purpose = "1,000,000 sources of 20 kinds, 200 rules, all families", Sources = 1_000_000, Kinds = TwentyKinds(), RulesPerKind = 10,
            ReportEvery = TimeSpan.FromSeconds(60), AlertingShare = 0.0001,
        },
        Small with { Name = "storm", Purpose = "as small; 10 % of the sources alerting", AlertingShare = 0.1 },
        Small with { Name = "skew", Purpose = "as small; few sources send most (Zipf)", IsSkewed = true },
        Small with { Name = "disorder", Purpose = "as small; 20 % of the events up to 2 s out of order", DisorderedShare = 0.2, Lateness = TimeSpan.FromSeconds(2) },
        Small with { Name = "batch", Purpose = "as small; 100 events in one record", EventsPerRecord = 100 },
    ];

    /// <summary>Finds a profile by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static BenchProfile Named(string name) =>
        All.FirstOrDefault(profile => profile.Name == name)
        ?? throw new ArgumentException($"profile '{name}' is not known; write one of {string.Join(", ", All.Select(profile => profile.Name))}");

    private static string[] TwentyKinds() =>
        [.. from name in Names from family in new[] { "sensor", "access", "utility", "flow" } select $"{family}.{name}"];
}
