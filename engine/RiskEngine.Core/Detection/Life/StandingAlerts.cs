using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>The alerts of some rules that are true now: open at this moment, at a grade or above it, each at the place at which it began.</summary>
/// <remarks>
/// What changes at one time in one step is taken in together. What is stored is reconciled with the open alerts themselves whenever a task goes on from a
/// checkpoint or with other rules, so that an alert whose rule has gone does not stand for ever, and one that was open before the rule that counts it does.
/// Owned by one task. Memory: about 200 bytes for each open alert, of which there are as many as the rules have keys.
/// </remarks>
/// <param name="ruleIds">The rules whose alerts are followed.</param>
/// <param name="least">The lightest grade that counts; above none.</param>
/// <param name="keys">The places.</param>
/// <param name="schedule">What is due for them, which happens before what changes.</param>
internal sealed class StandingAlerts(IReadOnlyList<string> ruleIds, Grade least, KeyDirectory keys, KeySchedule schedule)
{
    private readonly List<AlertBook> _books = [];
    private readonly List<Change> _fresh = [];
    private readonly List<Moved> _moved = [];
    private Dictionary<int, List<CountedAlert>> _bySlot = [];
    private Dictionary<(int Rule, string Key), int> _places = [];

    /// <summary>Which part of its place an alert is in, by rule, key and site; null where nobody asks. An alert that is in none is passed over.</summary>
    public Func<Rule, string, string, string?>? MemberOf { get; init; }

    /// <summary>Whether no alert stands anywhere.</summary>
    public bool IsEmpty => _bySlot.Count == 0;

    /// <summary>The places at which alerts stand.</summary>
    public IReadOnlyCollection<int> Slots => _bySlot.Keys;

    /// <summary>The alerts that stand at a place, in order; the list is lent.</summary>
    public List<CountedAlert> At(int slot) => _bySlot.TryGetValue(slot, out var signals) ? signals : [];

    /// <summary>Whether it follows the alerts of a rule. Alerts of rules that count alerts are not counted.</summary>
    public bool Follows(Rule rule) => !rule.Detection.LooksAtAlerts && IndexOf(rule.Id) >= 0;

    /// <summary>The alerts of a rule that it follows.</summary>
    public void LookAt(AlertBook book) => _books.Add(book);

    /// <summary>Takes in a transition; one that neither reaches nor leaves the grade changes nothing.</summary>
    public void Observe(AlertTransition transition)
    {
        var (stood, stands) = (transition.PreviousGrade >= least, transition.State == AlertState.Firing && transition.Grade >= least);
        if (stands == stood) return;
        if (stands) Begin(transition.At, transition.Rule, transition.Key, transition.Site, transition.Evidence);
        else End(transition.At, (IndexOf(transition.Rule.Id), transition.Key));
    }

    /// <summary>A place is measured anew at a time, though no alert of it changes.</summary>
    public void Touch(int slot, EventTime at) => _fresh.Add(new Change(at, _fresh.Count, slot, default, ChangeKind.Touch));

    /// <summary>Compares what stands with the alerts that are open.</summary>
    /// <param name="now">When what is found counts as having happened.</param>
    /// <param name="takesIn">Whether alerts are taken in that are open and do not stand.</param>
    public void CatchUp(EventTime now, bool takesIn)
    {
        var open = new HashSet<(int, string)>();
        foreach (var book in _books)
        {
            foreach (var (key, site, records) in book.Open(least))
            {
                var place = (IndexOf(book.Rule.Id), key);
                open.Add(place);
                if (takesIn && !_places.ContainsKey(place)) Begin(now, book.Rule, key, site, records);
            }
        }

        foreach (var gone in _places.Keys.Where(place => !open.Contains(place))) End(now, gone);
    }

    /// <summary>Takes in what has changed, moment by moment.</summary>
    /// <param name="measure">Is given each moment, with the places at which something changed; the list is lent.</param>
    public void Settle(Action<EventTime, IReadOnlyList<Moved>> measure)
    {
        if (_fresh.Count == 0) return;
        _fresh.Sort(static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Order.CompareTo(b.Order));
        for (var i = 0; i < _fresh.Count;)
        {
            var at = _fresh[i].At;
            _moved.Clear();
            for (; i < _fresh.Count && _fresh[i].At == at; i++) Apply(_fresh[i]);
            measure(at, _moved);
            foreach (var moved in _moved) DropEmpty(moved.Slot);
        }

        _fresh.Clear();
    }

    /// <summary>Alerts that have stood at a place since before a time count no more.</summary>
    /// <returns>How many that were.</returns>
    public int RemoveUntil(int slot, EventTime bound)
    {
        var signals = At(slot);
        var count = 0;
        while (count < signals.Count && signals[count].At <= bound) count++;
        for (var i = 0; i < count; i++) _places.Remove((signals[i].Rule, signals[i].Key));
        signals.RemoveRange(0, count);
        return count;
    }

    /// <summary>Forgets a place at which nothing stands any more.</summary>
    public void DropEmpty(int slot)
    {
        if (_bySlot.TryGetValue(slot, out var signals) && signals.Count == 0) _bySlot.Remove(slot);
    }

    /// <summary>Stores what stands at a place.</summary>
    public void Save(int slot, StateWriter writer)
    {
        var signals = At(slot);
        writer.Count(signals.Count);
        foreach (var signal in signals)
        {
            writer.Int(signal.At.Micros);
            writer.Count(signal.Rule);
            writer.String(signal.Key);
            writer.Int(signal.Records.FirstOffset);
            writer.Int(signal.Records.LastOffset);
            if (MemberOf is not null) writer.String(signal.Member);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    public void Restore(int slot, ref StateReader reader)
    {
        Forget(slot);
        foreach (var signal in Read(ref reader, MemberOf is not null))
        {
            if (signal.Rule >= ruleIds.Count) throw new StateFormatException($"rule {signal.Rule} of {ruleIds.Count}");
            Put(slot, signal);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static List<CountedAlert> Read(ref StateReader reader, bool withMembers)
    {
        var signals = new List<CountedAlert>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var (at, rule, key) = (reader.Time(), reader.Small(), reader.String());
            var records = new Evidence(reader.Int(), reader.Int());
            signals.Add(new CountedAlert(at, rule, key, records, withMembers ? reader.String() : ""));
        }

        return signals;
    }

    /// <summary>Forgets a place.</summary>
    /// <returns>Whether anything stood there.</returns>
    public bool Forget(int slot)
    {
        foreach (var signal in At(slot)) _places.Remove((signal.Rule, signal.Key));
        return _bySlot.Remove(slot);
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _bySlot.Clear();
        _places.Clear();
    }

    /// <summary>Goes on with what stood before, by taking its references.</summary>
    public void TakeOver(StandingAlerts before) => (_bySlot, _places) = (before._bySlot, before._places);

    private void Begin(EventTime at, Rule rule, string key, string site, Evidence records)
    {
        if (keys.SlotOfAlert(rule.By, key, site) is not { } slot || (MemberOf is not null && MemberOf(rule, key, site) is null)) return;
        var signal = new CountedAlert(at, IndexOf(rule.Id), key, records, MemberOf?.Invoke(rule, key, site) ?? "");
        _fresh.Add(new Change(at, _fresh.Count, slot, signal, ChangeKind.Begin));
    }

    private void End(EventTime at, (int Rule, string Key) place) =>
        _fresh.Add(new Change(at, _fresh.Count, 0, new CountedAlert(at, place.Rule, place.Key, Evidence.None), ChangeKind.End));

    private void Apply(in Change change)
    {
        var place = (change.Alert.Rule, change.Alert.Key);
        var slot = change.Slot;
        switch (change.Kind)
        {
            case ChangeKind.Begin when !_places.ContainsKey(place):
                schedule.Reach(slot, change.At);
                Put(slot, change.Alert);
                break;
            case ChangeKind.End when _places.TryGetValue(place, out slot):
                schedule.Reach(slot, change.At);

                // It may have gone just now, because its time was over before.
                if (!_places.Remove(place)) return;
                _bySlot[slot].RemoveAt(_bySlot[slot].FindIndex(signal => signal.Rule == place.Rule && signal.Key == place.Key));
                break;
            case ChangeKind.Touch:
                schedule.Reach(slot, change.At);
                break;
            default:
                return;
        }

        Note(slot, change.Kind == ChangeKind.Begin);
    }

    private void Note(int slot, bool rises)
    {
        for (var i = 0; i < _moved.Count; i++)
        {
            if (_moved[i].Slot != slot) continue;
            if (rises) _moved[i] = new Moved(slot, true);
            return;
        }

        _moved.Add(new Moved(slot, rises));
    }

    private void Put(int slot, in CountedAlert signal)
    {
        if (!_bySlot.TryGetValue(slot, out var signals)) _bySlot.Add(slot, signals = []);
        signal.InsertInto(signals);
        _places[(signal.Rule, signal.Key)] = slot;
    }

    private int IndexOf(string ruleId)
    {
        for (var i = 0; i < ruleIds.Count; i++)
        {
            if (ruleIds[i] == ruleId) return i;
        }

        return -1;
    }

    /// <summary>A place at which something changed.</summary>
    /// <param name="Slot">The place.</param>
    /// <param name="Rises">Whether an alert began to stand there.</param>
    internal readonly record struct Moved(int Slot, bool Rises);

    private enum ChangeKind : byte
    {
        Begin,
        End,
        Touch,
    }

    private readonly record struct Change(EventTime At, int Order, int Slot, CountedAlert Alert, ChangeKind Kind);
}
