using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>A detector that may wait for keys that have never spoken, because a rule names those that ought to.</summary>
internal interface IKeepsRoster
{
    /// <summary>The rule.</summary>
    Rule Rule { get; }

    /// <summary>Identity of what it keeps.</summary>
    string StateId { get; }

    /// <summary>The keys that ought to speak; null where the rule names none.</summary>
    Roster? Roster { get; }

    /// <summary>Takes on expected keys that have not spoken; those that are watched already stay as they are.</summary>
    void Watch(IEnumerable<ExpectedKey> expected, EventTime now);

    /// <summary>Drops keys that never spoke and are not expected any more.</summary>
    void DropUnexpected(EventTime now);
}
