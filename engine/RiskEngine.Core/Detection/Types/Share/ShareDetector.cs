using System.Globalization;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Types.Share;

/// <summary>Rule type <c>share</c>.</summary>
/// <remarks>Memory: about 100 bytes for each known member, and what <see cref="StandingAlerts"/> need.</remarks>
internal sealed class ShareDetector : TimedState<ShareDetector>, ITapsCountedRules
{
    private readonly ShareDetection _detection;
    private readonly AlertBook _alerts;
    private readonly StandingAlerts _standing;
    private readonly TimeSpan _period;
    private readonly HashSet<string> _true = [];
    private Dictionary<int, Dictionary<string, EventTime>> _known = [];
    private Dictionary<int, EventTime> _timers = [];
    private (int Site, EventTime Period)[] _noted = [];

    public ShareDetector(ShareDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys, site.Schedule)
    {
        (_detection, _alerts, _period) = (detection, site.Alerts, detection.Period);
        _standing = new StandingAlerts(detection.RuleIds, detection.While, site.Keys, site.Schedule)
        {
            MemberOf = (rule, key, place) => MemberOf(rule.By, key, place),
        };
    }

    protected override bool IsEmpty => _standing.IsEmpty && _known.Count == 0;

    public bool Follows(Rule rule) => _standing.Follows(rule);

    public void LookAt(AlertBook book) => _standing.LookAt(book);

    public void CatchUp(EventTime now, bool areTold)
    {
        if (!areTold) _standing.CatchUp(now, takesIn: true);
    }

    public void Observe(AlertTransition transition) => _standing.Observe(transition);

    public void Settle() => _standing.Settle(Take);

    public string RuleId => _alerts.Rule.Id;

    public IDetector TapOf(Rule rule) => new Tap(this);

    public void See(in SeenSource seen) => See(seen.Source, seen.Site, seen.At, seen.Part);

    private void See(string source, string site, EventTime at, SeenPart part)
    {
        if (Keys.SlotOfAlert(KeyBy.Source, source, site) is not { } slot || MemberOf(KeyBy.Source, source, site) is not { } member) return;
        if (!_known.TryGetValue(slot, out var members)) _known.Add(slot, members = []);
        var isKnown = members.TryGetValue(member, out var seen);
        var period = at.FloorTo(_period);
        if (part == SeenPart.After) _standing.Touch(slot, at);
        if (isKnown && seen >= period) return;
        members[member] = period;
        Dirty.Mark(slot);
        SetTimer(slot, LeavesAt(period));
        if (!isKnown && part == SeenPart.Alone) _standing.Touch(slot, at);
    }

    public override void OnTimer(int slot, EventTime due)
    {
        if (!_timers.TryGetValue(slot, out var set) || set != due || !_known.TryGetValue(slot, out var members)) return;
        _timers.Remove(slot);
        var gone = members.Where(member => LeavesAt(member.Value) <= due).Select(member => member.Key).ToList();
        foreach (var member in gone) members.Remove(member);
        if (members.Count == 0) _known.Remove(slot);
        if (gone.Count > 0)
        {
            Dirty.Mark(slot);
            Array.Clear(_noted);
            Measure(slot, due);
        }

        SetTimer(slot);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        var members = _known.GetValueOrDefault(slot);
        if (members is null && _standing.At(slot).Count == 0) return false;
        _standing.Save(slot, writer);
        writer.Count(members?.Count ?? 0);
        foreach (var (member, seen) in (members ?? []).OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            writer.String(member);
            writer.Int(seen.Micros);
        }

        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string _, ref StateReader reader)
    {
        var signals = StandingAlerts.Read(ref reader, withMembers: true);
        var (members, newest) = (reader.Count(), EventTime.MinValue);
        for (var left = members; left > 0; left--)
        {
            reader.String();
            newest = EventTime.Max(newest, reader.Time());
        }

        var alerts = string.Concat(signals.Select(signal => $"; {signal.Member} since {signal.At}"));
        return string.Create(CultureInfo.InvariantCulture, $"{members} members{(members > 0 ? $", the newest seen from {newest} on" : "")}, {signals.Count} alerts{alerts}");
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        Forget(slot);
        _standing.Restore(slot, ref reader);
        var members = new Dictionary<string, EventTime>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var member = reader.String();
            members[member] = reader.Time();
        }

        if (members.Count > 0) _known[slot] = members;
    }

    protected override bool Forget(int slot) => _known.Remove(slot) | _standing.Forget(slot);

    protected override void TakeState(ShareDetector before, EventTime now)
    {
        _standing.TakeOver(before._standing);
        (_known, _timers) = (before._known, before._timers);
    }

    public override void Clear()
    {
        _standing.Clear();
        _known.Clear();
    }

    public override void Resume(EventTime now)
    {
        foreach (var slot in _known.Keys) SetTimer(slot);
    }

    /// <summary>An event that a counted rule looked at shows a member. One that spoke in this period already costs two comparisons.</summary>
    private void See(EventCursor cursor)
    {
        ref readonly var e = ref cursor.Event;
        var (symbol, period) = (_detection.Per.Kind == KeyKind.Source ? e.Source : e.Site, e.Time.FloorTo(_period));
        if (symbol >= _noted.Length) Array.Resize(ref _noted, Math.Max(64, Math.Max(symbol + 1, _noted.Length * 2)));
        if (_noted[symbol] == (e.Site, period)) return;
        _noted[symbol] = (e.Site, period);
        See(cursor.Source, cursor.Site, e.Time, SeenPart.Alone);
    }

    private string? MemberOf(KeyBy by, string key, string site) => _detection.Per.Kind switch
    {
        KeyKind.Source => KeyText.SourceOf(by, key),
        _ when site.Length == 0 => null,
        KeyKind.Site => by.First.Kind == KeyKind.Area ? null : site,
        _ => by.First.Kind == KeyKind.Area && by.First.Depth < _detection.Per.Depth ? null : KeyNames.AreaOf(site, _detection.Per.Depth),
    };

    private void Take(EventTime at, IReadOnlyList<StandingAlerts.Moved> moved)
    {
        foreach (var (slot, _) in moved)
        {
            Dirty.Mark(slot);
            Measure(slot, at);
        }
    }

    private void Measure(int slot, EventTime at)
    {
        var signals = _standing.At(slot);
        if (signals.Count == 0 && !_alerts.IsOpen(slot)) return;
        at = EventTime.Max(at, _alerts.DecidedUntil(slot));
        var members = _known.GetValueOrDefault(slot);
        var known = members?.Count ?? 0;
        _true.Clear();
        foreach (var signal in signals)
        {
            if (_true.Add(signal.Member) && members?.ContainsKey(signal.Member) != true) known++;
        }

        _alerts.Observer?.Correlated(new ObservedSignals(
            _alerts.Rule, Keys.KeyOf(slot), at, [.. signals.Select(signal => new CountedSignal(_detection.RuleIds[signal.Rule], signal.Key, signal.At))]));
        var share = known < _detection.AtLeast ? double.NaN : 100.0 * _true.Count / known;
        var from = signals.Count > 0 ? EventTime.Min(signals[0].At, at) : at;
        _alerts.Measure(slot, new Measurement(share, _true.Count, from, at), CountedAlert.RecordsOf(signals));
    }

    private EventTime LeavesAt(EventTime seen) => seen + _period + _detection.KnownFor;

    private void SetTimer(int slot)
    {
        if (_known.TryGetValue(slot, out var members)) SetTimer(slot, LeavesAt(members.Values.Min()));
    }

    private void SetTimer(int slot, EventTime due)
    {
        if (_timers.TryGetValue(slot, out var set) && set <= due) return;
        _timers[slot] = due;
        SetTimer(due, TimerClass.Correlation, slot);
    }

    /// <summary>Sees the events of one counted rule, in whatever order.</summary>
    private sealed class Tap(ShareDetector share) : IDetector
    {
        public void Observe(EventCursor cursor, int slot) => share.See(cursor);

        public bool ObserveLate(EventCursor cursor, int slot)
        {
            share.See(cursor);
            return false;
        }
    }
}
