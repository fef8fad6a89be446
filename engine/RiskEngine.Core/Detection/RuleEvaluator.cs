using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Scorers;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>Stage 1 of one task: takes events in the order of the log, evaluates all rules, and collects the transitions of their alerts.</summary>
/// <remarks>Pure: the same events and ticks give the same transitions. Owned by one task. Benchmark: RuleEvaluatorBenchmarks.</remarks>
public sealed partial class RuleEvaluator
{
    private static readonly TimeSpan AheadOfLog = TimeSpan.FromSeconds(10);

    // Where nobody knows when the log took events, hours may be those of others that upload once a day.
    private static readonly TimeSpan AheadOfAll = TimeSpan.FromDays(2);
    private static readonly ByKind<TimeSpan> AtOnce = new(TimeSpan.Zero, []);

    /// <summary>The longest time for which a device may be asked to have spoken regularly.</summary>
    public static readonly TimeSpan LongestBlindAfter = Regularity.Longest;

    private readonly Vocabulary _vocabulary;
    private readonly TaskId _task;
    private readonly EventCursor _cursor;
    private readonly EventTimers _timers;
    private readonly List<AlertTransition> _transitions = [];
    private int _transitionsBefore;
    private readonly Dictionary<KeyBy, KeyDirectory> _directories = [];
    private readonly List<AlertBook> _books = [];
    private readonly List<KeySchedule> _ofEvents = [];
    private readonly List<KeySchedule> _ofAlerts = [];
    private readonly List<IKeyedState> _states = [];
    private readonly DetectorPlan _plan;
    private readonly Rosters _rosters;
    private readonly SilenceExpiry _silence;
    private readonly KeyExpiry _expiry;
    private readonly RefusedNames _refused;
    private readonly WrongClocks _wrongClocks;
    private readonly SilentProducers? _silent;
    private readonly BlindAreas? _blind;
    private readonly TimeSpan? _blindAfter;
    private readonly List<(Rule Rule, KeySchedule Schedule)> _bySource = [];
    private readonly TaskClock _clock;
    private readonly SourceClocks _sourceClocks;
    private readonly KeySchedules _schedules;
    private readonly WaitingRooms _rooms;
    private readonly Deduplication _deduplication;
    private readonly Dictionary<WaitingRoom, (Deduplication Deduplication, Action<EventBatch, int> Evaluate)> _afterWaiting = [];
    private readonly KeyDirectory? _sources;
    private readonly IAlertFollower[] _followers;
    private KindPlan?[] _plans = new KindPlan?[16];
    private Succession? _succession;
    private EventTime _moved = EventTime.MinValue;

    /// <summary>Prepares the evaluation of a rule set.</summary>
    /// <param name="rules">The rules; those switched off are passed over.</param>
    /// <param name="task">The task, named by the transitions.</param>
    /// <param name="vocabulary">The task's names.</param>
    /// <param name="before">The evaluator that this one will take over from, by <see cref="TakeOver"/>; it may be running meanwhile.</param>
    /// <param name="observer">Sees all measurements; null where nobody looks, which costs nothing.</param>
    /// <param name="expiry">When silent keys are forgotten; null for the default, and unused where there is an evaluator before.</param>
    /// <param name="deduplicate">How long after a delivery of an event further ones do not count, by kind; null where all do, and unused like the expiry.</param>
    /// <param name="lateness">How long after the newest event of the task an event may still come, by kind; null for not at all, and unused like the expiry.</param>
    /// <param name="disorder">How far behind the newest event of its source an event may be, by kind; null for not at all, and unused like the expiry.</param>
    /// <param name="clock">The task's clock; null for one that believes every time, and unused like the expiry.</param>
    /// <param name="producers">The producers of signals, where the log holds signals; unused like the expiry.</param>
    /// <param name="blindAfter">For how long a device must have spoken regularly before its silence means that its site cannot be seen; null where nobody asks, and
    /// unused like the expiry.</param>
    public RuleEvaluator(IReadOnlyList<Rule> rules, TaskId task, Vocabulary vocabulary, RuleEvaluator? before = null, IMeasurementObserver? observer = null,
        KeyExpiry? expiry = null, ByKind<TimeSpan>? deduplicate = null, ByKind<TimeSpan>? lateness = null, ByKind<TimeSpan>? disorder = null, TaskClock? clock = null,
        ProducerRoster? producers = null, TimeSpan? blindAfter = null)
    {
        _expiry = before?._expiry ?? expiry ?? KeyExpiry.Default;
        _timers = before?._timers ?? new EventTimers();
        _clock = before?._clock ?? clock ?? new TaskClock(believesAll: true);
        ClockFaults = before?.ClockFaults ?? new ClockFaults();
        _sourceClocks = before?._sourceClocks ?? new SourceClocks(_clock, vocabulary);
        _schedules = before?._schedules ?? new KeySchedules(_clock, lateness ?? AtOnce, disorder ?? AtOnce);
        _silence = new SilenceExpiry(_expiry, _timers, _sourceClocks);
        if (before is not null)
        {
            _directories = new(before._directories);
            (WatchesFromStart, EventObserver) = (before.WatchesFromStart, before.EventObserver);
        }

        (Signals, Seen, Producers) = (before?.Signals ?? new SignalNumbers(), before?.Seen ?? new SeenMembers(vocabulary), before?.Producers ?? producers);
        _states.AddRange([_sourceClocks, Signals, Seen, .. Producers is { } roster ? (IKeyedState[])[roster] : [], .. _directories.Values]);
        _vocabulary = vocabulary;
        _task = task;
        _cursor = new EventCursor(vocabulary);
        _rosters = new Rosters(vocabulary);
        _plan = new DetectorPlan(new ScorerPool(_cursor, DirectoryOf, Keep, observer), _rosters, Keep);
        _refused = new RefusedNames(task, vocabulary, _expiry, _clock, _timers, _transitions);
        if (Producers is not null) _states.Add((_silent = new SilentProducers(task, vocabulary, _expiry, _clock, _timers, _transitions)).Alerts);
        _deduplication = new Deduplication(before is null ? deduplicate : before._deduplication.Within, rules, RecentIds.OfTask);
        _wrongClocks = new WrongClocks(task, DirectoryOf(KeyBy.Source), _timers, _transitions);
        _states.AddRange([_refused.Alerts, _refused, _wrongClocks.Alerts, _wrongClocks, _deduplication.Ids]);
        foreach (var rule in rules.Where(rule => rule.Mode != RuleMode.Off).OrderBy(rule => rule.Id, StringComparer.Ordinal)) Add(rule, observer);
        _blindAfter = before is null ? blindAfter : before._blindAfter;
        if (_blindAfter is { } after && !_clock.IsTold)
        {
            _blind = new BlindAreas(after, Watched.Of(_bySource, rules), task, DirectoryOf, _clock, _timers, _transitions);
            _states.AddRange([_blind.Alerts, _blind]);
        }

        _rooms = new WaitingRooms(_schedules, _ofEvents, before?._rooms);
        _plan.Complete(_books);
        _followers = [.. _plan.Followers];
        foreach (var room in _rooms.All)
        {
            var deduplication = new Deduplication(_deduplication.Within, rules, room.IdsPart);
            _afterWaiting.Add(room, (deduplication, (events, index) => EvaluateAfterWaiting(room, deduplication, events, index)));
            _states.Add(deduplication.Ids);
        }

        _sources = _directories.GetValueOrDefault(KeyBy.Source);
        if (before is not null) Follow(before);
        else SetHopping();
    }

    /// <summary>The newest event time that the task believes; see <see cref="TaskClock.Newest"/>.</summary>
    public EventTime Now => _clock.Newest;

    /// <summary>The clock of the task.</summary>
    public TaskClock Clock => _clock;

    /// <summary>Which expected keys of absence rules this task waits for from its first time on; all of them where it is null.</summary>
    /// <remarks>A task that holds all events, as in a backtest, waits for all. One of many partitions must not: a key that speaks in another one would be
    /// found missing here. It takes on other entries once it has seen their site. A successor inherits the value.</remarks>
    public Func<Rule, ExpectedKey, bool>? WatchesFromStart { get; init; }

    /// <summary>Sources whose times are wrong, late or out of order. A successor goes on with it.</summary>
    public ClockFaults ClockFaults { get; }

    /// <summary>Sees each event just before and after rules do; null in live tasks. A successor inherits it.</summary>
    public IEventObserver? EventObserver { get; init; }

    /// <summary>Events that at least one rule looked at.</summary>
    public long Evaluated { get; private set; }

    /// <summary>Events that no rule concerns.</summary>
    public long Filtered { get; private set; }

    /// <summary>Events that had been delivered before and did not count again.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Alerts that are pending or firing.</summary>
    public int OpenAlerts => _books.Sum(book => book.OpenCount) + _refused.Alerts.OpenCount + _wrongClocks.Alerts.OpenCount + (_silent?.Alerts.OpenCount ?? 0)
        + (_blind?.Alerts.OpenCount ?? 0);

    /// <summary>Keys that were forgotten after a long silence.</summary>
    public long ExpiredKeys => _directories.Values.Sum(directory => directory.Expired);

    /// <summary>Whether names that are not in use any more take up much of the room; a task that is restored from its checkpoint is free of them.</summary>
    public bool IsCrowded => _directories.Values.Any(directory => directory.IsCrowded);

    /// <summary>Live keys by source; null where no rule is evaluated by source.</summary>
    public int? LiveSources => _sources?.LiveCount;

    /// <summary>The parts whose state a checkpoint saves.</summary>
    internal IReadOnlyList<IKeyedState> States => _states;

    /// <summary>Conditions that could not be evaluated, by rule id; conditions shared by several rules count for each.</summary>
    public IReadOnlyDictionary<string, long> ConditionErrors() => ConditionCounts.Errors(_books, _plans);

    /// <summary>What could not be evaluated first in the <c>where</c> of rules, by rule id: the part and why, no values.</summary>
    public IReadOnlyDictionary<string, string> FirstConditionErrors() => ConditionCounts.FirstErrors(_books, _plans);

    /// <summary>What rules looked at and did not measure: no key, another unit, no number.</summary>
    public IReadOnlyList<PassedOver> PassedOver() => ConditionCounts.PassedOver(_plans, _vocabulary);

    /// <summary>How many events each rule looked at, by rule id: of its kinds, and meeting its <c>where</c>.</summary>
    public IReadOnlyDictionary<string, long> MatchedEvents() => ConditionCounts.Matched(_books, _plans);

    /// <summary>Takes over clock, counts, windows and alerts from the evaluator of the rules before.</summary>
    /// <remarks>
    /// State stays where its part is the same (<see cref="PartId"/>): windows of an unchanged size over the same number of the same events by the same key,
    /// alerts of a rule with the same id and key. Alerts of rules that are gone resolve. Moves references only: what takes time was done by the constructor.
    /// </remarks>
    /// <param name="before">The one that the constructor was given. No event may be observed by it any more.</param>
    /// <returns>What became of the parts.</returns>
    public RuleChange TakeOver(RuleEvaluator before)
    {
        if (_succession?.Before != before) throw new ArgumentException("not the evaluator that this one was built to follow", nameof(before));
        var change = _succession.Run(before.Now);
        _succession = null;
        Evaluated = before.Evaluated;
        Filtered = before.Filtered;
        Duplicates = before.Duplicates;
        _moved = before._moved;
        SetHopping();
        Redistribute();
        _transitions.AddRange(before._transitions);
        CatchUp(Now);
        before._silence.Retire();
        before._blind?.Retire();
        if (Now > EventTime.MinValue)
        {
            _silence.Start(Now);
            _blind?.Start(Now);
            _rosters.GoOn(before._rosters, Now, _directories.Values, WatchesFromStart);
        }

        return change;
    }

    /// <summary>Ends the alerts of rules that are gone, at the time that has been reached.</summary>
    public void ResolveOrphans(OrphanedParts orphans) => _transitions.AddRange(OrphanAlerts.Resolutions(orphans, _directories.Values, _task, Now));

    /// <summary>Sets the floors before state is restored, part by part.</summary>
    internal void BeginRestore(EventTime newest)
    {
        foreach (var schedule in _ofEvents.Concat(_ofAlerts)) schedule.BeginAt(newest);
    }

    /// <summary>Sets the clocks and the timers after the state was restored.</summary>
    internal void Resume(EventTime newest)
    {
        _clock.AdvanceTo(newest);
        BeginRestore(newest);
        foreach (var state in _states) state.Resume(newest);
        _moved = newest;
        if (newest == EventTime.MinValue) return;
        CatchUp(newest);
        foreach (var room in _rooms.All) room.Reached = newest - room.Lateness;
        _silence.Start(newest);
        _blind?.Start(newest);
        _rosters.Follow(newest, _directories.Values, WatchesFromStart);
    }

    /// <summary>The detectors whose windows end at fixed times do so for the keys of their schedules.</summary>
    private void SetHopping()
    {
        var detectors = _plan.Hopping.ToLookup(one => one.Schedule, one => one.Detector);
        foreach (var schedule in _ofEvents) schedule.GoOnWith(detectors[schedule]);
    }

    private KindPlan PlanOf(int kind) => kind < _plans.Length && _plans[kind] is { } known ? known : SetPlan(kind, PlanOf(_vocabulary.Kinds[kind]));

    private KeyDirectory DirectoryOf(KeyBy by)
    {
        if (_directories.TryGetValue(by, out var directory)) return directory;
        directory = new KeyDirectory(by, _vocabulary, _expiry, _clock);
        _directories.Add(by, directory);
        _states.Add(directory);
        return directory;
    }

    private KindPlan PlanOf(string kind) => _plan.Of(kind, _deduplication.Within[kind], _schedules.WaitOf(kind), _rooms);

    private KindPlan SetPlan(int kind, KindPlan plan)
    {
        if (kind >= _plans.Length) Array.Resize(ref _plans, Math.Max(_plans.Length * 2, kind + 1));
        return _plans[kind] = plan;
    }
}
