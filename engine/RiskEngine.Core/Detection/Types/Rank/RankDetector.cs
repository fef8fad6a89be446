using System.Globalization;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Types.Rank;

/// <summary>Rule type <c>rank</c>.</summary>
/// <remarks>A change costs as much as there are places with alerts in the area that it falls into. What was measured last follows from what stands: it is not stored.</remarks>
internal sealed class RankDetector : TimedState<RankDetector>, IAlertFollower, IFindingSource
{
    private readonly RankDetection _detection;
    private readonly AlertBook _alerts;
    private readonly KeySchedule _schedule;
    private readonly StandingAlerts _standing;
    private readonly SortedSet<string> _touched = new(StringComparer.Ordinal);
    private Dictionary<string, HashSet<int>> _groups = [];
    private Dictionary<int, double> _last = [];

    public RankDetector(RankDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys, site.Schedule)
    {
        (_detection, _alerts, _schedule) = (detection, site.Alerts, site.Schedule);
        _standing = new StandingAlerts(detection.RuleIds, detection.While, site.Keys, site.Schedule);
        _alerts.ToldBy(this);
    }

    protected override bool IsEmpty => _standing.IsEmpty;

    public bool Follows(Rule rule) => _standing.Follows(rule);

    public void LookAt(AlertBook book) => _standing.LookAt(book);

    /// <summary>What was measured last is found out again before anything changes.</summary>
    public void CatchUp(EventTime now, bool areTold)
    {
        (_groups, _last) = ([], []);
        foreach (var slot in _standing.Slots) GroupOf(slot).Add(slot);
        foreach (var group in _groups.Values)
        {
            var bound = BoundOf(group);
            foreach (var slot in group) _last[slot] = MeasureOf(slot, bound);
        }

        if (!areTold) _standing.CatchUp(now, takesIn: true);
    }

    public void Observe(AlertTransition transition) => _standing.Observe(transition);

    public void Settle() => _standing.Settle(Take);

    /// <summary>There are no timers but those of the alerts.</summary>
    public override void OnTimer(int slot, EventTime due)
    {
    }

    public IReadOnlyList<ScoreFinding> Tell(int slot, EventTime at)
    {
        var value = ValueOf(slot);
        if (value == 0) return [];
        var others = GroupOf(slot).Where(other => other != slot).Select(other => (Key: Keys.KeyOf(other), Value: ValueOf(other))).Where(other => other.Value > 0)
            .OrderByDescending(other => other.Value).ThenBy(other => other.Key, StringComparer.Ordinal).ToList();
        var rank = 1 + others.Count(other => other.Value > value);
        var next = others.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {others[0].Key} has {others[0].Value}");
        var words = string.Create(CultureInfo.InvariantCulture, $"rank {rank} of {others.Count + 1} with alerts{In(slot)}{next}");
        var expected = others.Count == 0 ? 0 : others[0].Value;
        return [ComparedValues.Of("", expected, words, ($"of {Keys.KeyOf(slot)}", value), ("rank", rank), ("places with alerts", others.Count + 1))];
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (_standing.At(slot).Count == 0) return false;
        _standing.Save(slot, writer);
        return true;
    }

    protected override void Restore(int slot, ref StateReader reader) => _standing.Restore(slot, ref reader);

    protected override bool Forget(int slot) => _standing.Forget(slot);

    protected override void TakeState(RankDetector before, EventTime now) => _standing.TakeOver(before._standing);

    public override void Clear() => _standing.Clear();

    private void Take(EventTime at, IReadOnlyList<StandingAlerts.Moved> moved)
    {
        _touched.Clear();
        foreach (var (slot, _) in moved)
        {
            Dirty.Mark(slot);
            GroupOf(slot).Add(slot);
            _touched.Add(ParentOf(slot));
        }

        foreach (var parent in _touched)
        {
            var group = _groups[parent];
            var bound = BoundOf(group);
            foreach (var slot in group.OrderBy(Keys.KeyOf, StringComparer.Ordinal).ToList())
            {
                var measure = MeasureOf(slot, bound);
                var isMoved = false;
                foreach (var one in moved) isMoved |= one.Slot == slot;
                var hasChanged = _last.GetValueOrDefault(slot) != measure;
                _last[slot] = measure;
                if ((isMoved || hasChanged) && (measure > 0 || _alerts.IsOpen(slot))) Measure(slot, measure, at);
                if (_standing.At(slot).Count > 0) continue;
                group.Remove(slot);
                _last.Remove(slot);
            }

            if (group.Count == 0) _groups.Remove(parent);
        }
    }

    private void Measure(int slot, double measure, EventTime at)
    {
        _schedule.Reach(slot, at);
        var signals = _standing.At(slot);
        at = EventTime.Max(at, _alerts.DecidedUntil(slot));
        _alerts.Observer?.Correlated(new ObservedSignals(
            _alerts.Rule, Keys.KeyOf(slot), at, [.. signals.Select(signal => new CountedSignal(_detection.RuleIds[signal.Rule], signal.Key, signal.At))]));
        var from = signals.Count > 0 ? EventTime.Min(signals[0].At, at) : at;
        _alerts.Measure(slot, new Measurement(measure, signals.Count, from, at), CountedAlert.RecordsOf(signals));
    }

    /// <summary>The least that is among the worst: as much as the last of them has; where there are fewer, anything is.</summary>
    private int BoundOf(HashSet<int> group)
    {
        if (group.Count < _detection.Worst) return 0;
        return group.Select(ValueOf).OrderDescending().ElementAt(_detection.Worst - 1);
    }

    private double MeasureOf(int slot, int bound) => ValueOf(slot) is var value && value >= bound ? value : 0;

    private int ValueOf(int slot) => SignalCounts.Of(_detection.Kind, _standing.At(slot));

    private HashSet<int> GroupOf(int slot)
    {
        var parent = ParentOf(slot);
        if (!_groups.TryGetValue(parent, out var group)) _groups.Add(parent, group = []);
        return group;
    }

    private string ParentOf(int slot) => _detection.Among is { } among ? KeyNames.AreaOf(Keys.KeyOf(slot), among.Depth) : "";

    private string In(int slot) => _detection.Among is null ? "" : $" in {ParentOf(slot)}";
}
