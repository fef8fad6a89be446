using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading;

/// <summary>A rule type: its keys, and what reads them.</summary>
/// <param name="Name">As in <c>detect.type</c>.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Keys">What <c>detect</c> may hold.</param>
/// <param name="Read">Reads it, and takes the scores that its expressions ask for; null where there is a fault, which is then reported.</param>
/// <param name="InDurations">Whether the measure is a length of time.</param>
internal sealed record RuleType(
    string Name, string Summary, MapSpec Keys, Func<MapReader, ScoreCalls, ReadDetection?> Read, bool InDurations = false)
{
    /// <summary>Whether it is about one device, so that no other key makes sense.</summary>
    public bool OnlyBySource { get; init; }

    /// <summary>Whether its kinds of events are named inside <c>detect</c>, or it looks at none.</summary>
    public bool NamesItsKinds { get; init; }

    /// <summary>Whether it finds or does not find, with one grade that stands in <c>detect</c>.</summary>
    public bool HasOneGrade { get; init; }

    /// <summary>Whether it looks at alerts, not at events.</summary>
    public bool LooksAtAlerts { get; init; }

    /// <summary>Warns about what is legal and unwise in a rule of this type alone; null where nothing is.</summary>
    public Action<ReadRule>? Lint { get; init; }
}
