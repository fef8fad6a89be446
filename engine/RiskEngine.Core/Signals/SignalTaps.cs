using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>What a task sends to rules over several partitions: the events that they may look at, and the transitions of the alerts that they count.</summary>
/// <remarks>An event of a kind that no such rule concerns costs one look into a table. Owned by one task.</remarks>
public sealed class SignalTaps : IDisposable
{
    private readonly IReadOnlyList<Rule> _rules;
    private readonly HashSet<string> _counted;
    private readonly Vocabulary _vocabulary;
    private readonly EventCursor _cursor;
    private readonly EventEncoder _events;
    private readonly SignalEncoder _signals;
    private readonly SignalNumbers _numbers;
    private readonly SeenMembers _seen;
    private readonly (string Id, string Version, TimeSpan Period, List<Rule> Counted)[] _members;
    private readonly SignalRoute _route;
    private readonly ByKind<TimeSpan> _lateness;
    private readonly string _producer;
    private readonly List<Signal> _pending = [];
    private readonly List<SeenSource> _told = [];
    private Func<EventCursor, bool>[]?[] _byKind = [];
    private (string Id, string Version, TimeSpan Period, Func<EventCursor, bool>[] Conditions)[]?[] _membersByKind = [];
    private bool[] _known = [];
    private (string? Area, int Partition)[] _places = [];

    /// <summary>Prepares the taps of a task.</summary>
    /// <param name="crossing">The rules over several partitions.</param>
    /// <param name="own">The rules that the task evaluates itself; those over several partitions may count their alerts.</param>
    /// <param name="vocabulary">The task's names.</param>
    /// <param name="source">Who sends.</param>
    /// <param name="route">Where to.</param>
    /// <param name="numbers">The numbers of its signals, which outlive the taps.</param>
    /// <param name="seen">Of whom it has told already, which outlives the taps.</param>
    /// <param name="lateness">How long after the newest event of the task an event may still come, by kind.</param>
    public SignalTaps(IReadOnlyList<Rule> crossing, IEnumerable<Rule> own, Vocabulary vocabulary, SignalSource source, SignalRoute route, SignalNumbers numbers,
        SeenMembers seen, ByKind<TimeSpan> lateness)
    {
        _lateness = lateness;
        _rules = [.. crossing.Where(rule => !rule.Detection.LooksAtAlerts)];
        _counted = [.. crossing.SelectMany(rule => rule.Detection.CountedRules ?? [])];
        var counted = own.Where(rule => _counted.Contains(rule.Id)).ToList();
        _members = [.. crossing.Where(rule => rule.Detection.SeesMembersEach is not null).OrderBy(rule => rule.Id, StringComparer.Ordinal)
            .Select(rule => (
                rule.Id, $"{rule.Id}:{rule.MeasureHash}", rule.Detection.SeesMembersEach!.Value,
                counted.Where(one => rule.Detection.CountedRules!.Contains(one.Id)).ToList()))];
        _seen = seen;
        seen.Keep(_members.Select(member => member.Version).ToHashSet());
        (_vocabulary, _route, _numbers, _producer) = (vocabulary, route, numbers, source.Producer);
        _cursor = new EventCursor(vocabulary);
        _events = new EventEncoder(vocabulary);
        _signals = new SignalEncoder(source);
        numbers.Begin(route);
    }

    /// <summary>Sends an event where a rule may look at it; not one that is too late by the clock of its own task: the speed of others must not decide.</summary>
    /// <param name="batch">Holds it.</param>
    /// <param name="index">Its place there.</param>
    /// <param name="ofRecord">Which event of its record it is, in the order of their times, from 1.</param>
    /// <param name="newest">The newest event time of the task.</param>
    /// <returns>Whether a rule may look at it, and it is too late.</returns>
    public bool Event(EventBatch batch, int index, int ofRecord, EventTime newest)
    {
        ref readonly var e = ref batch[index];
        if (e.Kind >= _known.Length || !_known[e.Kind]) Learn(e.Kind);
        if (_byKind[e.Kind] is not { } conditions) return false;
        _cursor.MoveTo(batch, index);
        if (!AnyHolds(conditions)) return false;
        if (e.Time < newest - _lateness[_vocabulary.Kinds[e.Kind]]) return true;
        var (area, partition) = PlaceOf(e.Site);
        var (place, number) = _numbers.Next(partition, e.Offset, ofRecord);
        _pending.Add(new Signal(partition, area, _signals.Event(place, number, area, _events.Encode(batch, e))));
        return false;
    }

    /// <summary>Sends that a source has spoken, once a period to each rule that counts it among the members of an area.</summary>
    /// <param name="batch">Holds the event.</param>
    /// <param name="index">Its place there.</param>
    /// <param name="ofRecord">Which event of its record it is, in the order of their times, from 1.</param>
    /// <param name="part">Whether transitions follow, and <see cref="SeenAgain"/>.</param>
    public void Seen(EventBatch batch, int index, int ofRecord, SeenPart part)
    {
        _told.Clear();
        if (_members.Length == 0) return;
        ref readonly var e = ref batch[index];
        if (e.Kind >= _known.Length || !_known[e.Kind]) Learn(e.Kind);
        if (_membersByKind[e.Kind] is not { } members) return;
        foreach (var (rule, version, period, conditions) in members)
        {
            if (_seen.Knows(version, e.Site, e.Source, e.Time, period)) continue;
            _cursor.MoveTo(batch, index);
            if (!AnyHolds(conditions) || !_seen.IsNew(version, e.Site, e.Source, e.Time, period)) continue;
            var seen = new SeenSource(rule, _vocabulary.Sources[e.Source], _vocabulary.Sites[e.Site], e.Time, part);
            Send(seen, e.Offset, ofRecord);
            if (part == SeenPart.Before) _told.Add(seen with { Part = SeenPart.After });
        }
    }

    /// <summary>Sends what <see cref="Seen"/> sent once more, behind the transitions.</summary>
    public void SeenAgain(long offset, int ofRecord)
    {
        foreach (var seen in _told) Send(seen, offset, ofRecord);
        _told.Clear();
    }

    /// <summary>Sends those of the transitions that a rule counts, by time, then rule, then key.</summary>
    /// <param name="transitions">What one event, or one tick, has caused.</param>
    /// <param name="offset">See <see cref="SignalPlace"/>.</param>
    /// <param name="ofRecord">See <see cref="SignalPlace"/>.</param>
    public void Transitions(ReadOnlySpan<AlertTransition> transitions, long offset, int ofRecord)
    {
        List<AlertTransition>? counted = null;
        foreach (var transition in transitions)
        {
            if (_counted.Contains(transition.Rule.Id) && transition.Site.Length > 0) (counted ??= []).Add(transition);
        }

        foreach (var transition in counted?.Order(TransitionOrder.Instance) ?? Enumerable.Empty<AlertTransition>())
        {
            var (area, partition) = PlaceOf(transition.Site);
            var (place, number) = _numbers.Next(partition, offset, ofRecord);
            _pending.Add(new Signal(partition, area, _signals.Alert(place, number, area, transition)));
        }
    }

    /// <summary>Tells every partition how far the task has come.</summary>
    /// <param name="clock">The newest event time that it believes; null where it has seen no event.</param>
    /// <param name="isIdle">Whether its log holds no more, and it goes on by the clock of an idle log.</param>
    public void Marker(EventTime? clock, bool isIdle)
    {
        for (var partition = 0; partition < _route.Partitions; partition++) Speak(partition, _signals.Marker(_numbers.Last, _numbers[partition], clock, isIdle));
    }

    /// <summary>Tells every partition that the task has a new owner, and which producers there are.</summary>
    /// <param name="producers">How many partitions each input topic has.</param>
    public void Owner(IReadOnlyDictionary<string, int> producers)
    {
        for (var partition = 0; partition < _route.Partitions; partition++) Speak(partition, _signals.Owner(_numbers.Last, _numbers[partition], _route, producers));
    }

    /// <summary>Hands over what is to be sent since the last call, in its order.</summary>
    public void Drain(List<Signal> into)
    {
        into.AddRange(_pending);
        _pending.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _signals.Dispose();
    }

    private (string Area, int Partition) PlaceOf(int site)
    {
        if (site >= _places.Length) Array.Resize(ref _places, Math.Max(_places.Length * 2, site + 16));
        ref var place = ref _places[site];
        if (place.Area is { } known) return (known, place.Partition);
        var found = PlaceOf(_vocabulary.Sites[site]);
        place = found;
        return found;
    }

    private (string Area, int Partition) PlaceOf(string site)
    {
        var area = _route.AreaOf(site);
        return (area, _route.PartitionOf(area));
    }

    private void Send(in SeenSource seen, long offset, int ofRecord)
    {
        var (area, partition) = PlaceOf(seen.Site);
        var (place, number) = _numbers.Next(partition, offset, ofRecord);
        _pending.Add(new Signal(partition, area, _signals.Seen(place, number, area, seen)));
    }

    private void Speak(int partition, byte[] value) => _pending.Add(new Signal(partition, _producer, value));

    private bool AnyHolds(Func<EventCursor, bool>[] conditions)
    {
        var holds = false;
        foreach (var condition in conditions)
        {
            holds = condition(_cursor);
            if (holds) break;
        }

        _cursor.Leave();
        return holds;
    }

    private void Learn(int kind)
    {
        if (kind >= _known.Length)
        {
            Array.Resize(ref _known, Math.Max(_known.Length * 2, kind + 16));
            Array.Resize(ref _byKind, _known.Length);
            Array.Resize(ref _membersByKind, _known.Length);
        }

        _known[kind] = true;
        var name = _vocabulary.Kinds[kind];
        var members = _members.Select(member => (member.Id, member.Version, member.Period, member.Counted.Where(rule => rule.Concerns(name)).Select(ConditionOf).ToArray()))
            .Where(member => member.Item4.Length > 0).ToArray();
        if (members.Length > 0) _membersByKind[kind] = members;
        var concerned = _rules.Where(rule => rule.Concerns(name)).ToList();
        if (concerned.Count == 0) return;
        _byKind[kind] = [.. concerned.DistinctBy(rule => (PartOf(rule), rule.Detection.EventSteps.Count > 0 ? rule.Id : "")).Select(ConditionOf)];
    }

    private static string PartOf(Rule rule) => rule.Scores.Count > 0 ? "" : rule.Where?.Text ?? "";

    /// <summary>Models learn from every event that a rule concerns, so a rule that asks one needs them all.</summary>
    private static Func<EventCursor, bool> ConditionOf(Rule rule)
    {
        var where = rule.Scores.Count > 0 ? null : rule.Where;
        var steps = rule.Detection.EventSteps;
        if (steps.Count == 0) return where is null ? static _ => true : cursor => where.Evaluate(cursor) == Outcome.True;
        return cursor => (where is null || where.Evaluate(cursor) == Outcome.True) && AnyFits(steps, cursor);
    }

    private static bool AnyFits(IReadOnlyList<SequenceStep> steps, EventCursor cursor)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Fits(cursor)) return true;
        }

        return false;
    }
}
