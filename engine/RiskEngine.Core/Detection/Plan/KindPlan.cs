using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Scorers;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>What to do with the events of one kind: its detectors, those with an equal <c>where</c> together so that it is evaluated once.</summary>
internal sealed class KindPlan(string kind, IReadOnlyList<KindPlan.Branch> branches, IReadOnlyList<Roster> rosters)
{
    /// <summary>The kind.</summary>
    public string Kind { get; } = kind;

    /// <summary>Whether anybody asks when the same event was delivered last.</summary>
    public bool AsksForDeliveries { get; init; }

    /// <summary>How long after a delivery of an event further ones do not count, whatever the rules say; zero where all do.</summary>
    public TimeSpan CountsOnceWithin { get; init; }

    public Branch[] Branches { get; } = [.. branches];

    /// <summary>Parts that keep something of every source.</summary>
    public IPrefetchable[] Prefetched { get; } =
        [.. branches.SelectMany(branch => branch.Taps).Where(tap => tap.Keys.By.Kind == KeyKind.Source).Select(tap => tap.Detector).OfType<IPrefetchable>()];

    /// <summary>Expected keys that are taken on once their site has been seen.</summary>
    public Roster[] Rosters { get; } = [.. rosters];

    /// <summary>Detectors behind one condition.</summary>
    internal sealed class Branch(string condition, EventCondition? where, IReadOnlyList<Tap> taps)
    {
        /// <summary>What decides the condition (<see cref="PartId.OfCondition"/>).</summary>
        public string Condition { get; } = condition;

        public EventCondition? Where { get; } = where;

        public Tap[] Taps { get; } = [.. taps];

        /// <summary>The scores that the condition asks for, by rule; mostly none.</summary>
        public AskedScores[] Asked { get; } = [.. taps.Select(tap => tap.Asked).OfType<AskedScores>().Where(asked => asked.IsInWhere)];

        public long Errors { get; set; }

        /// <summary>Events for which the condition held.</summary>
        public long Matched { get; set; }
    }

    /// <summary>One detector, the directory of its keys, and the scores that its expressions ask for.</summary>
    internal readonly record struct Tap(KeyDirectory Keys, IDetector Detector, AskedScores? Asked);
}
