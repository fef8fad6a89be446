using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Intake;

/// <summary>What cannot be seen somewhere, and why.</summary>
/// <param name="Because">Why.</param>
/// <param name="Risks">The rules that see nothing there, the gravest first.</param>
/// <param name="Sources">The devices or partitions that say nothing; the first of them where there are many.</param>
/// <param name="Since">Since when.</param>
public sealed record BlindFacts(BlindBecause Because, IReadOnlyList<string> Risks, IReadOnlyList<string> Sources, EventTime Since)
{
    /// <summary>The built-in rule whose alerts say that devices have fallen silent.</summary>
    public const string AreaBlind = "riskengine-area-blind";

    /// <summary>The built-in rule whose alerts say that a partition is not heard of.</summary>
    public const string PartitionSilent = "riskengine-partition-silent";

    /// <summary>How many devices there are; zero where nobody has counted.</summary>
    public int Total { get; init; }

    /// <summary>How many of them are silent.</summary>
    public int Silent { get; init; }

    /// <summary>Whether alerts of a rule speak of nothing but what cannot be seen.</summary>
    public static bool IsOnly(string rule) => rule is AreaBlind or PartitionSilent;

    /// <summary>What a transition says of it; null where it says nothing.</summary>
    public static BlindFacts? Of(in TakenAlert taken)
    {
        if (taken.Blind is { } blind) return blind;
        var rule = taken.Facts.Rule;
        if (rule == PartitionSilent) return new BlindFacts(BlindBecause.ProducerIncomplete, [rule], [taken.Key], taken.At);
        if (taken.Incomplete is { Count: > 0 } missing) return new BlindFacts(BlindBecause.ProducerIncomplete, [rule], missing, taken.At);
        return taken.IsWithoutData ? new BlindFacts(BlindBecause.RuleWithoutData, [rule], [taken.Source ?? taken.Key], taken.At) : null;
    }

    /// <summary>Whether it says the same as another.</summary>
    public bool IsSameAs(BlindFacts other) => (Because, Since, Total, Silent) == (other.Because, other.Since, other.Total, other.Silent)
        && Risks.SequenceEqual(other.Risks) && Sources.SequenceEqual(other.Sources);
}
