using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>State kept by key with timers, which follow from the state and stay set when rules change.</summary>
/// <typeparam name="TSelf">The part itself, which takes over from its like.</typeparam>
internal abstract class TimedState<TSelf> : KeyedState<TSelf>, ITimed
    where TSelf : TimedState<TSelf>
{
    private readonly ITimers _timers;
    private TimerTarget _target;

    protected TimedState(string stateId, KeyDirectory keys, ITimers timers)
        : base(stateId, keys)
    {
        _timers = timers;
        _target = new TimerTarget(this);
    }

    public abstract void OnTimer(int slot, EventTime due);

    public override void Retire() => _target.Drop();

    /// <summary>Sets a timer; one that was set before stays, and comes as well.</summary>
    protected void SetTimer(EventTime due, TimerClass timerClass, int slot) => _timers.Set(due, timerClass, _target, slot);

    protected sealed override void TakeOver(TSelf before, EventTime now)
    {
        _target = before._target;
        _target.PassTo(this);
        TakeState(before, now);
    }

    /// <summary>Goes on with the state of the part before; the timers that it set come here by now.</summary>
    protected abstract void TakeState(TSelf before, EventTime now);
}
