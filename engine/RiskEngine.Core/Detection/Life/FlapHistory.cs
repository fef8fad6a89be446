using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>Which of the last states of one key's ladder were changes, and whether its alert flaps (<see cref="FlapPolicy"/>).</summary>
/// <remarks>Made at the first change, and forgotten once no change counts any more: keys without alerts cost nothing.</remarks>
internal sealed class FlapHistory
{
    private const long Newest = 12;
    private const long Oldest = 8;
    private readonly List<Change> _changes = [];
    private long _states;
    private bool _isRising;

    /// <summary>Whether the alert flaps.</summary>
    public bool IsFlapping { get; set; }

    /// <summary>Whether no change counts any more, so that nothing need be remembered.</summary>
    public bool IsOver => _changes.Count == 0;

    /// <summary>Takes in one state. Of several changes in one direction the first counts: an alert that climbs from grade to grade does not flap.</summary>
    /// <param name="policy">What counts.</param>
    /// <param name="at">When it came about.</param>
    /// <param name="step">Above zero where the ladder rises with it, below where it falls, zero where it stays.</param>
    public void See(FlapPolicy policy, EventTime at, int step)
    {
        _states++;
        Forget(policy, at);
        if (step == 0 || (_changes.Count > 0 && _isRising == step > 0)) return;
        _changes.Add(new Change(_states, at));
        _isRising = step > 0;
    }

    /// <summary>Drops the changes that lie too far back to count.</summary>
    public void Forget(FlapPolicy policy, EventTime now)
    {
        var first = 0;
        while (first < _changes.Count && (_states - _changes[first].State >= policy.Over || now - _changes[first].At >= policy.Within)) first++;
        if (first > 0) _changes.RemoveRange(0, first);
    }

    /// <summary>The share of the last states that were changes, as a percentage.</summary>
    public double Share(FlapPolicy policy) => Share(policy, 0);

    /// <summary>When time alone has taken so many changes away that the alert is steady again.</summary>
    public EventTime SteadyAt(FlapPolicy policy, EventTime now)
    {
        for (var first = 0; first < _changes.Count && Share(policy, first) >= policy.Leave; first++) now = _changes[first].At + policy.Within;
        return now;
    }

    /// <summary>When time alone has taken the last change away.</summary>
    public EventTime OverAt(FlapPolicy policy) => _changes[^1].At + policy.Within;

    public void Save(StateWriter writer)
    {
        writer.Bool(IsFlapping);
        writer.Bool(_isRising);
        writer.Count(_changes.Count);
        var before = EventTime.MinValue;
        foreach (var change in _changes)
        {
            writer.Int(_states - change.State);
            writer.Int(before == EventTime.MinValue ? change.At.Micros : change.At.Micros - before.Micros);
            before = change.At;
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static FlapHistory Restored(ref StateReader reader)
    {
        var history = new FlapHistory { IsFlapping = reader.Bool(), _isRising = reader.Bool() };
        var (count, at) = (reader.Count(), default(EventTime));
        for (var i = 0; i < count; i++)
        {
            // States are numbered anew: only how far back each lies matters.
            var back = reader.Int();
            at = reader.Time(at);
            history._changes.Add(new Change(-back, at));
        }

        return history;
    }

    /// <summary>In whole numbers, so that the order of summing does not matter: 12 for the newest and 8 for the oldest, times all but one of the states.</summary>
    private double Share(FlapPolicy policy, int first)
    {
        var (sum, steps) = (0L, policy.Over - 1L);
        for (var i = first; i < _changes.Count; i++) sum += (Newest * steps) - ((Newest - Oldest) * (_states - _changes[i].State));
        return 100.0 * sum / (10 * steps * policy.Over);
    }

    private readonly record struct Change(long State, EventTime At);
}
