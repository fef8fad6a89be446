using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>Forgets keys that have been silent for long, at the starts of periods; earlier, the longest silent first, where there are nearly as many as may be.</summary>
/// <remarks>Costs one pass over the keys each period. Books come first, so that open alerts end while their key still has a site.</remarks>
internal sealed class SilenceExpiry(KeyExpiry expiry, EventTimers timers, SourceClocks clocks) : ITimed
{
    private readonly Dictionary<KeyDirectory, TimeSpan> _memory = [];
    private readonly List<AlertBook> _books = [];
    private readonly List<IExpiring> _parts = [];
    private TimerTarget? _timerTarget;
    private EventTime _timerAt = EventTime.MinValue;

    /// <summary>Watches the keys of a rule.</summary>
    public void Watch(Rule rule, KeyDirectory keys, AlertBook alerts)
    {
        var memory = RuleMemory.Of(rule);
        if (!_memory.TryGetValue(keys, out var longest) || memory > longest) _memory[keys] = memory;
        _books.Add(alerts);
    }

    /// <summary>Tells a part when keys expire.</summary>
    public void Tell(IExpiring part) => _parts.Add(part);

    /// <summary>Sets the timer for the next period.</summary>
    public void Start(EventTime now)
    {
        _timerAt = expiry.StartOf(expiry.PeriodOf(now) + 1L);
        timers.Set(_timerAt, TimerClass.Expiry, _timerTarget ??= new TimerTarget(this), SymbolTable.None);
    }

    /// <summary>Another one goes on.</summary>
    public void Retire() => _timerTarget?.Drop();

    /// <inheritdoc/>
    public void OnTimer(int slot, EventTime due)
    {
        if (due != _timerAt) return;
        foreach (var (keys, memory) in _memory)
        {
            if (keys.LiveCount == 0) continue;
            var books = _books.FindAll(book => book.Keys == keys);
            if (keys.BeginExpiry(due, expiry.PeriodsIn(memory), key => books.Exists(book => book.IsOpen(key))) == 0) continue;
            foreach (var book in books) book.Expire(due);
            foreach (var part in _parts.Where(part => part.Keys == keys)) part.Expire(due);
            if (keys.By.Kind == KeyKind.Source) clocks.Forget(keys.Expiring);
            keys.EndExpiry();
        }

        clocks.Expire(due - expiry.After - expiry.Period);
        Start(due);
    }
}
