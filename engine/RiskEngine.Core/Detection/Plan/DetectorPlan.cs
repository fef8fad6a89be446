using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Scorers;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>What evaluates the rules of one task: which detectors observe the events of which kind, what they share, and what they keep.</summary>
/// <param name="scorers">The models of the rule set.</param>
/// <param name="rosters">Who waits for keys that have not spoken.</param>
/// <param name="add">Takes each part of the state.</param>
internal sealed class DetectorPlan(ScorerPool scorers, Rosters rosters, Action<IKeyedState> add)
{
    private readonly List<Attachment> _attachments = [];
    private readonly List<IAlertFollower> _followers = [];
    private readonly Dictionary<string, RuleGroup> _groups = [];
    private readonly List<RuleGroup> _open = [];
    private readonly List<(KeySchedule Schedule, IHopping Detector)> _outer = [];
    private readonly Dictionary<string, LastAttributes> _shown = [];

    public ScorerPool Scorers => scorers;

    /// <summary>Attaches a detector to the events of rules that are evaluated together, which have their kinds, condition and key in common.</summary>
    public void Attach(IReadOnlyList<Rule> rules, KeyDirectory keys, KeySchedule schedule, IDetector detector)
    {
        LastAttributes[] shown = [.. rules.Select(rule => _shown.GetValueOrDefault(rule.Id)).OfType<LastAttributes>()];
        _attachments.Add(new Attachment(rules, keys, schedule, detector, scorers.Asked(rules)) { Shown = shown.Length > 0 ? shown : null });
        if (detector is IKeyedState state) add(state);
        if (detector is IKeepsRoster roster) rosters.Add(roster);
    }

    /// <summary>Keeps the attributes that the sentences of a rule show; before its detector is attached.</summary>
    public void Show(Rule rule, LastAttributes attributes)
    {
        _shown.Add(rule.Id, attributes);
        add(attributes);
    }

    /// <summary>Attaches a detector to the alerts of the rules that it follows, once all are known.</summary>
    public void Follow(IAlertFollower follower) => _followers.Add(follower);

    /// <summary>Lets windows end that hold other windows, of events that those observe; at one time they end after them.</summary>
    public void Hop<TOuter>(KeySchedule schedule, TOuter outer)
        where TOuter : IHopping, IKeyedState
    {
        _outer.Add((schedule, outer));
        add(outer);
    }

    /// <summary>The detectors whose windows end at fixed times, with the schedule of their keys.</summary>
    public IEnumerable<(KeySchedule Schedule, IHopping Detector)> Hopping =>
        _attachments.Where(attachment => attachment.Detector is IHopping).Select(attachment => (attachment.Schedule, (IHopping)attachment.Detector)).Concat(_outer);

    /// <summary>The detectors that look at alerts.</summary>
    public IReadOnlyList<IAlertFollower> Followers => _followers;

    /// <summary>Adds a part of the state.</summary>
    public void Keep(IKeyedState part) => add(part);

    /// <summary>The group of a name, made for the first of its rules.</summary>
    public TGroup Share<TGroup>(string part, Func<TGroup> create)
        where TGroup : RuleGroup
    {
        if (_groups.TryGetValue(part, out var group)) return (TGroup)group;
        var first = create();
        _groups.Add(part, first);
        _open.Add(first);
        return first;
    }

    /// <summary>All rules are known: connects what looks at alerts with the rules that it follows, and attaches the shared detectors.</summary>
    public void Complete(IReadOnlyList<AlertBook> books)
    {
        foreach (var follower in _followers)
        {
            add(follower);
            foreach (var book in books.Where(book => follower.Follows(book.Rule)))
            {
                book.FollowedBy(follower);
                follower.LookAt(book);
                if (follower is ITapsCountedRules taps && book.Schedule is { } schedule)
                    _attachments.Add(new Attachment([book.Rule], book.Keys, schedule, taps.TapOf(book.Rule), null));
            }
        }

        while (_open.MinBy(group => group.Rank) is { } next)
        {
            _open.Remove(next);
            next.Complete(this);
        }
    }

    /// <summary>What to do with the events of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="lateness">How late an event of the kind may be.</param>
    /// <param name="rooms">Where events wait.</param>
    /// <param name="countsOnceWithin">See <see cref="KindPlan.CountsOnceWithin"/>.</param>
    public KindPlan Of(string kind, TimeSpan countsOnceWithin, TimeSpan lateness, WaitingRooms rooms)
    {
        var parts = _attachments.Where(attachment => attachment.Rule.Concerns(kind)).GroupBy(attachment => rooms.Of(attachment, kind)).Select(part => new PlanPart(
            part.Key,
            [.. part.GroupBy(attachment => PartId.OfCondition(attachment.Rule))
                .Select(branch => new KindPlan.Branch(branch.Key, branch.First().Rule.Where, [.. branch.Select(TapOf)]))])
        {
            AsksForDeliveries = part.Any(attachment => countsOnceWithin > TimeSpan.Zero || attachment.Rule.Deduplicate is not null),
        });
        return new KindPlan(kind, [.. parts], [.. rosters.Concerning(kind)]) { CountsOnceWithin = countsOnceWithin, Lateness = lateness };
    }

    private static KindPlan.Tap TapOf(Attachment attachment) =>
        new(attachment.Keys, attachment.Schedule, attachment.Detector, attachment.Asked, UnitGate.Of(attachment.Rules), new PassedOverCounts(attachment.Rules),
            attachment.Shown);
}
