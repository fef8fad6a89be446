using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection;

/// <summary>What to do with the events of one kind: its detectors, those with an equal <c>where</c> together so that it is evaluated once.</summary>
internal sealed class KindPlan(string kind, IReadOnlyList<KindPlan.Branch> branches, IReadOnlyList<AbsenceDetector> rosters)
{
    /// <summary>The kind.</summary>
    public string Kind { get; } = kind;

    public Branch[] Branches { get; } = [.. branches];

    /// <summary>Detectors that take on expected keys once their site has been seen.</summary>
    public AbsenceDetector[] Rosters { get; } = [.. rosters];

    /// <summary>Detectors behind one condition.</summary>
    internal sealed class Branch(EventCondition? where, IReadOnlyList<Tap> taps)
    {
        public EventCondition? Where { get; } = where;

        public Tap[] Taps { get; } = [.. taps];

        public long Errors { get; set; }

        /// <summary>Events for which the condition held.</summary>
        public long Matched { get; set; }
    }

    /// <summary>One detector and the directory of its keys.</summary>
    internal readonly record struct Tap(KeyDirectory Keys, IDetector Detector);
}
