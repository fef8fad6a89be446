namespace RiskEngine.Desk.Intake;

/// <summary>What the alerts of one version of a rule have in common, kept once.</summary>
public sealed record AlertFacts
{
    /// <summary>The rule.</summary>
    public required string Rule { get; init; }

    /// <summary>Hash of its version.</summary>
    public required string Hash { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>The kind of its keys.</summary>
    public required string By { get; init; }

    /// <summary>Category in CAP's terms.</summary>
    public required string Category { get; init; }

    /// <summary>Where the steps to take are written down; null where nowhere.</summary>
    public string? Runbook { get; init; }

    /// <summary>Labels of the rule, in order of name.</summary>
    public required SortedDictionary<string, string> Labels { get; init; }

    /// <summary>Whether two say the same.</summary>
    public bool IsSameAs(AlertFacts other) =>
        Rule == other.Rule && Hash == other.Hash && Title == other.Title && By == other.By && Category == other.Category && Runbook == other.Runbook
        && Labels.Count == other.Labels.Count && Labels.SequenceEqual(other.Labels);
}
