using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>The built-in alert about a site at which risks cannot be seen, because devices of one family that spoke regularly have fallen silent.</summary>
/// <remarks>
/// Looks once a minute of event time at the clocks that rules by source keep anyway; events cost nothing. An alert is of one site and one family, which one task
/// knows all about: its measure is the share of the watched devices that are silent, in per cent. Where time jumps, as after a pause in the log, that is one look:
/// nobody is silent because nobody was read. Owned by one task.
/// </remarks>
internal sealed class BlindAreas : KeyedState<BlindAreas>, ITimed
{
    private const long LookMicros = 60_000_000;
    private static readonly KeyBy ByFamily = KeyBy.Pair(KeyBy.Site, new KeyBy(KeyKind.PlainAttribute, string.Intern("family")));
    private readonly int _looks;
    private readonly TaskClock _clock;
    private readonly EventTimers _timers;
    private readonly KeyDirectory _areas;
    private readonly Watched[] _watched;
    private readonly List<int> _silent = [];
    private readonly Dictionary<int, BlindSpot> _spots = [];
    private Regularity[] _sources = [];
    private EventTime _lookedAt = EventTime.MinValue;
    private EventTime _timerAt = EventTime.MinValue;
    private TimerTarget? _target;
    private bool _mayBeRed;

    /// <summary>Watches the devices of a rule set.</summary>
    /// <param name="after">For how long a device must have spoken regularly before its silence says something.</param>
    /// <param name="watched">The devices, by schedule.</param>
    /// <param name="task">The task.</param>
    /// <param name="directoryOf">The keys of one kind.</param>
    /// <param name="clock">The clock of the task.</param>
    /// <param name="timers">Its timers.</param>
    /// <param name="transitions">Gets the transitions.</param>
    public BlindAreas(TimeSpan after, Watched[] watched, TaskId task, Func<KeyBy, KeyDirectory> directoryOf, TaskClock clock, EventTimers timers, List<AlertTransition> transitions)
        : base("heard:source", directoryOf(KeyBy.Source))
    {
        _looks = (int)(after.TotalMicroseconds / LookMicros);
        (_watched, _clock, _timers, _areas) = (watched, clock, timers, directoryOf(ByFamily));
        Alerts = new AlertBook(RuleWith(() => _mayBeRed), task, _areas, timers, transitions);
        Alerts.SaysWhatIsBlind(slot => _spots.GetValueOrDefault(slot));
    }

    public AlertBook Alerts { get; }

    protected override bool IsEmpty => _sources.Length == 0;

    private TimerTarget Target => _target ??= new TimerTarget(this);

    /// <summary>The rule that the alert names.</summary>
    /// <param name="mayBeRed">Whether a rule that may raise red looks at the devices that are being measured.</param>
    public static Rule RuleWith(Func<bool> mayBeRed) => new()
    {
        Id = "riskengine-area-blind",
        Title = "Devices have fallen silent: risks cannot be seen",
        Hash = "built-in-1",
        File = "built in",
        On = [],
        By = ByFamily,
        Unit = "%",
        Detection = new ThresholdDetection(new EventNumber("share of silent devices", static _ => double.NaN)),
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition>
        {
            [Grade.Blue] = new("> 0", Comparison.Greater, 0),
            [Grade.Yellow] = new(">= 33.3", Comparison.GreaterOrEqual, 100 / 3.0),
            [Grade.Orange] = new(">= 66.7", Comparison.GreaterOrEqual, 200 / 3.0),
            [Grade.Red] = new(">= 100", null, 100, measured => measured.Measure >= 100 && mayBeRed() ? Outcome.True : Outcome.False),
        }),
        Message = MessageTemplate.Parse(
            "{{ silent }} of {{ sources }} {{ family }} devices of {{ site }} have been silent since {{ since }}: {{ devices }}. Nothing there is seen by {{ risks }}"),
        FallingMessage = MessageTemplate.Parse("Still silent at {{ site }}: {{ silent }} of {{ sources }} {{ family }} devices ({{ devices }}), not seen by {{ risks }}"),
        ResolvedMessage = MessageTemplate.Parse("No device of {{ site }} is silent any more"),
        Runbook = "docs/time.md#areas-that-cannot-be-seen",
        CapCategory = "Infra",
    };

    /// <summary>Looks once the minute of the last look is over, and at the first time once the present one is.</summary>
    public void Start(EventTime now)
    {
        _timerAt = _lookedAt == EventTime.MinValue ? new EventTime(MinuteOf(new EventTime(now.Micros - 1)) + LookMicros) : new EventTime(MinuteOf(_lookedAt) + LookMicros);
        _timers.Set(_timerAt, TimerClass.Expiry, Target, SymbolTable.None);
    }

    /// <inheritdoc/>
    public void OnTimer(int slot, EventTime due)
    {
        if (due != _timerAt) return;
        Look(_clock.Newest);
        Start(_clock.Newest);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (slot >= _sources.Length || !_sources[slot].IsKnown) return false;
        var source = _sources[slot];
        writer.Int(_lookedAt.Micros);
        foreach (var number in (ReadOnlySpan<ushort>)[source.Quiet, source.LongestGap, source.Gaps, source.Known]) writer.Count(number);
        return true;
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        // Each look changes all that are known, so the last one is that of any of them.
        _lookedAt = EventTime.Max(_lookedAt, reader.TimeAhead());
        At(slot) = Regularity.Of(Small(ref reader), Small(ref reader), Small(ref reader), Small(ref reader));
    }

    protected override bool Forget(int slot)
    {
        if (slot >= _sources.Length || !_sources[slot].IsKnown) return false;
        _sources[slot] = default;
        return true;
    }

    protected override void TakeOver(BlindAreas before, EventTime now) => (_sources, _lookedAt) = (before._sources, before._lookedAt);

    public override void Retire() => _target?.Drop();

    public override void Clear()
    {
        _sources = [];
        _lookedAt = EventTime.MinValue;
        _spots.Clear();
    }

    private static ushort Small(ref StateReader reader) =>
        reader.Small() is var number && number <= ushort.MaxValue ? (ushort)number : throw new StateFormatException($"{number} looks are too many");

    private static long MinuteOf(EventTime at) => (long)Math.Floor((double)at.Micros / LookMicros) * LookMicros;

    private ref Regularity At(int slot)
    {
        if (slot >= _sources.Length) Array.Resize(ref _sources, Math.Max(Math.Max(_sources.Length * 2, 64), slot + 1));
        return ref _sources[slot];
    }

    /// <summary>Benchmark: RuleEvaluatorBenchmarks, whose time jumps by a look each minute.</summary>
    private void Look(EventTime now)
    {
        var last = _lookedAt;
        _lookedAt = now;
        _silent.Clear();
        var bound = _watched.Length == 0 ? 0 : _watched.Max(watched => watched.Schedule.SlotBound);
        for (var slot = 1; slot < bound; slot++) Look(slot, last);
        if (_silent.Count > 0 || Alerts.OpenCount > 0) Tell(now);
    }

    private void Look(int slot, EventTime last)
    {
        var (isKnown, isHeard) = (false, false);
        foreach (var watched in _watched)
        {
            var seen = watched.Schedule.SeenOf(slot);
            if (seen == EventTime.MinValue) continue;
            (isKnown, isHeard) = (true, seen >= last);
            if (isHeard) break;
        }

        if (!isKnown)
        {
            if (Forget(slot)) Dirty.Mark(slot);
            return;
        }

        ref var source = ref At(slot);
        Dirty.Mark(slot);
        if (isHeard)
        {
            source.Heard(source.MayBeSilent && IsSilent(slot));
            return;
        }

        source.Missed();
        if (source.MayBeSilent && IsSilent(slot)) _silent.Add(slot);
    }

    private bool IsSilent(int slot)
    {
        var lateness = TimeSpan.Zero;
        foreach (var watched in _watched)
        {
            if (watched.Schedule.SeenOf(slot) > EventTime.MinValue && watched.Schedule.Lateness > lateness) lateness = watched.Schedule.Lateness;
        }

        return _sources[slot].IsSilent(_looks, (int)Math.Ceiling(lateness.TotalMicroseconds / LookMicros));
    }

    /// <summary>Measures the sites at which devices are silent, and those at which none is any more, by name.</summary>
    private void Tell(EventTime now)
    {
        var silent = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var slot in _silent)
        {
            if (AreaOf(slot) is not { } area) continue;
            if (!silent.TryGetValue(area, out var slots)) silent[area] = slots = [];
            slots.Add(slot);
        }

        foreach (var (key, _, _) in Alerts.Open(Grade.Blue)) silent.TryAdd(key, []);
        var all = CountIn(silent);
        _spots.Clear();
        foreach (var (area, slots) in silent)
        {
            if (KeyText.Split(area) is not var (site, family) || !_areas.TryAdd(area, out var key)) continue;
            _areas.ExpectAt(key, site, now);
            if (slots.Count > 0) _spots[key] = SpotOf(family, slots, all[area]);
            Alerts.Measure(key, new Measurement(slots.Count == 0 ? 0 : 100.0 * slots.Count / all[area], slots.Count, now, now), Evidence.None);
        }
    }

    private BlindSpot SpotOf(string family, List<int> slots, int all)
    {
        var since = EventTime.MaxValue;
        var risks = new HashSet<Rule>();
        foreach (var slot in slots)
        {
            var seen = EventTime.MinValue;
            foreach (var watched in _watched)
            {
                if (watched.Schedule.SeenOf(slot) is var at && at == EventTime.MinValue) continue;
                seen = EventTime.Max(seen, at);
                risks.UnionWith(watched.Risks);
            }

            since = EventTime.Min(since, seen);
        }

        _mayBeRed = risks.Any(rule => rule.Grades.Highest == Grade.Red);
        string[] named = [.. risks.OrderByDescending(rule => rule.Grades.Highest).ThenBy(rule => rule.Id, StringComparer.Ordinal).Select(rule => rule.Id)];
        return new BlindSpot(family, all, slots.Count, since, [.. named.Take(BlindSpot.Most)], Math.Max(0, named.Length - BlindSpot.Most),
            [.. slots.Select(Keys.KeyOf).Order(StringComparer.Ordinal).Take(BlindSpot.Most)]);
    }

    /// <summary>How many devices of some areas are watched.</summary>
    private Dictionary<string, int> CountIn(SortedDictionary<string, List<int>> areas)
    {
        var counts = areas.ToDictionary(area => area.Key, _ => 0);
        for (var slot = 1; slot < _sources.Length; slot++)
        {
            if (_sources[slot].IsRegular(_looks) && AreaOf(slot) is { } area && counts.TryGetValue(area, out var count)) counts[area] = count + 1;
        }

        return counts;
    }

    /// <summary>The site of a device and the family of its events, as a key; null where no rule has looked at it, so that nobody knows.</summary>
    private string? AreaOf(int slot)
    {
        if (Keys.SiteOf(slot) is not { Length: > 0 } site) return null;
        var family = "";
        foreach (var watched in _watched)
        {
            if (watched.Family.Length > 0 && watched.Schedule.SeenOf(slot) > EventTime.MinValue) family = watched.Family;
            if (family.Length > 0) break;
        }

        return KeyText.Join(site, family.Length > 0 ? family : "any");
    }
}
