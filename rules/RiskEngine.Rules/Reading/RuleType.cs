using RiskEngine.Core.State;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading;

/// <summary>A rule type as authors write it: its keys, and what reads them. Parser, JSON Schema, messages and manuals know it by its entry in
/// <see cref="RuleLoadOptions.Types"/>.</summary>
/// <param name="Name">As in <c>detect.type</c>.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Keys">What <c>detect</c> may hold beside <c>type</c>.</param>
/// <param name="Read">Reads it, and takes the scores that its expressions ask for; null where there is a fault, which is then reported.</param>
/// <param name="InDurations">Whether the measure is a length of time.</param>
internal sealed record RuleType(
    string Name, string Summary, KeySpec[] Keys, Func<MapReader, ScoreCalls, ReadDetection?> Read, bool InDurations = false)
{
    /// <summary>What <c>detect</c> may hold.</summary>
    public MapSpec Map { get; } = MapSpec.OfType(Name, Keys);

    /// <summary>What its rules store that rules of no other type do; null where they store nothing, or share it.</summary>
    public StoredPart? Stores { get; init; }

    /// <summary>Whether it is about one device, so that no other key makes sense.</summary>
    public bool OnlyBySource { get; init; }

    /// <summary>Keys of <c>detect</c> of which exactly one must be there.</summary>
    public IReadOnlyList<KeySpec> OneOf { get; init; } = [];

    /// <summary>Keys of <c>detect</c> of which at least one must be there.</summary>
    public IReadOnlyList<KeySpec> AnyOf { get; init; } = [];

    /// <summary>Whether it compares the sources of a key, so that a key of one source makes no sense.</summary>
    public bool ComparesSources { get; init; }

    /// <summary>Whether its durations stand still outside the hours of a schedule; only asked of types whose measure is a length of time.</summary>
    public bool CountsOpenTime { get; init; }

    /// <summary>Whether it takes in events outside the hours of a schedule too.</summary>
    public bool SeesAllHours { get; init; }

    /// <summary>Whether its kinds of events are named inside <c>detect</c>, or it looks at none.</summary>
    public bool NamesItsKinds { get; init; }

    /// <summary>Whether it finds or does not find, with one grade that stands in <c>detect</c>.</summary>
    public bool HasOneGrade { get; init; }

    /// <summary>Whether it looks at alerts, not at events.</summary>
    public bool LooksAtAlerts { get; init; }

    /// <summary>Warns about what is legal and unwise in a rule of this type alone; null where nothing is.</summary>
    public Action<ReadRule>? Lint { get; init; }
}
