using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Scorers;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>What to do with the events of one kind: at once by the rules whose keys are sources, and once they have waited by the others.</summary>
internal sealed class KindPlan(string kind, IReadOnlyList<PlanPart> parts, IReadOnlyList<Roster> rosters)
{
    /// <summary>The kind.</summary>
    public string Kind { get; } = kind;

    /// <summary>How long after a delivery of an event further ones do not count, whatever the rules say; zero where all do.</summary>
    public TimeSpan CountsOnceWithin { get; init; }

    /// <summary>How late an event of the kind may be.</summary>
    public TimeSpan Lateness { get; init; }

    /// <summary>What is done when an event arrives; null where no rule evaluates the kind by source.</summary>
    public PlanPart? AtOnce { get; } = parts.FirstOrDefault(part => part.Room is null);

    /// <summary>What is done once an event has waited, the longest wait last.</summary>
    public PlanPart[] Later { get; } = [.. parts.Where(part => part.Room is not null).OrderBy(part => part.Room!.Lateness)];

    /// <summary>All detectors, by condition.</summary>
    public IEnumerable<Branch> Branches => parts.SelectMany(part => part.Branches);

    /// <summary>Parts that keep something of every source.</summary>
    public IPrefetchable[] Prefetched { get; } =
    [
        .. parts.SelectMany(part => part.Branches).SelectMany(branch => branch.Taps)
            .Where(tap => tap.Keys.By.Kind == KeyKind.Source).Select(tap => tap.Detector).OfType<IPrefetchable>(),
    ];

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

        public long Errors { get; private set; }

        /// <summary>The part of the condition that could not be evaluated first, and why; no value of the event is in it.</summary>
        public string FirstError { get; private set; } = "";

        /// <summary>The condition could not be evaluated.</summary>
        public void CountError(EventCursor cursor)
        {
            if (Errors++ > 0) return;
            var fault = Where?.Explain?.Invoke(cursor).FirstOrDefault(leaf => leaf.Outcome == Outcome.Error);
            if (fault is null) return;
            var texts = fault.Reads.Where(read => read.Value is ['"' or '\'', ..]).Select(read => $"{read.Key} is a text");
            var absent = fault.Reads.Where(read => read.Value == "absent").Select(read => $"{read.Key} is absent");
            var why = string.Join(", ", texts.Concat(absent));
            FirstError = $"{fault.Text}: {(why.Length > 0 ? why : fault.Fault)}";
        }

        /// <summary>Events for which the condition held.</summary>
        public long Matched { get; set; }
    }

    /// <summary>One detector, its keys, what is due for them, the scores that its expressions ask for, the units that it measures, what it was not given, and
    /// what keeps the attributes that sentences show.</summary>
    internal readonly record struct Tap(KeyDirectory Keys, KeySchedule Schedule, IDetector Detector, AskedScores? Asked, UnitGate? Units, PassedOverCounts PassedOver,
        LastAttributes[]? Shown)
    {
        /// <summary>Whether the detector is given the event, its value in the unit of the rules; counts why it is not, and whether the number that it wants is there.</summary>
        public bool Takes(EventCursor cursor, int slot)
        {
            if (slot == SymbolTable.None)
            {
                PassedOver.CountKeyless(cursor, Keys.By);
                return false;
            }

            if (Units is { } units && !units.Lets(cursor))
            {
                PassedOver.CountUnit(cursor.Event.Unit);
                return false;
            }

            PassedOver.LookAtNumber(cursor);
            PassedOver.LookAtRows(slot, Keys);
            return true;
        }
    }
}
