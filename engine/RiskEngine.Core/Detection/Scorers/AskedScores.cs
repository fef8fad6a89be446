using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Scorers;

/// <summary>The scores that the expressions of a rule ask for: observes each event before they are evaluated.</summary>
internal sealed class AskedScores(IReadOnlyList<Rule> rules, KeyDirectory keys, IReadOnlyList<SeriesScorers> scorers, IMeasurementObserver? observer)
{
    private readonly IReadOnlyList<ScoreCall> _calls = rules[0].Scores;
    private readonly SeriesScorers[] _scorers = [.. scorers];
    private readonly double[] _values = new double[scorers.Count];
    private readonly Schedule? _schedule = rules[0].Schedule;

    /// <summary>Whether <c>where</c> asks for some.</summary>
    public bool IsInWhere { get; } = rules[0].Scores.Any(call => call.IsInWhere);

    /// <summary>Observes for the calls in <c>where</c>, and makes the scores known to it.</summary>
    /// <returns>False where the event has no key, so that the rule has nothing to do with it.</returns>
    public bool ObserveForWhere(EventCursor cursor)
    {
        var slot = keys.SlotOf(cursor);
        if (slot == SymbolTable.None) return false;
        var isInHours = _schedule is null || _schedule.Contains(cursor.Event.Time);
        for (var i = 0; i < _values.Length && _calls[i].IsInWhere; i++) _values[i] = isInHours ? Observe(i, cursor, slot) : double.NaN;
        cursor.SetScores(_values);
        return true;
    }

    /// <summary>Observes for the other calls, and makes all scores known to the expressions of the rule.</summary>
    public void Observe(EventCursor cursor, int slot)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            var call = _calls[i];
            _values[i] = call.On is null || call.Concerns(cursor.Kind) ? Observe(i, cursor, slot) : double.NaN;
        }

        cursor.SetScores(_values);
    }

    /// <summary>While a model has not learned enough the score is 0; an event without any of the numbers has none.</summary>
    private double Observe(int call, EventCursor cursor, int slot)
    {
        if (!_scorers[call].Observe(slot, learn: true, out var score)) return double.NaN;
        if (observer is not null) Tell(observer, call, cursor, slot);
        return score.Warming ? 0 : score.Value;
    }

    private void Tell(IMeasurementObserver to, int call, EventCursor cursor, int slot)
    {
        if (_scorers[call].Tell(slot, cursor.Event.Time) is not { } finding) return;
        foreach (var rule in rules) to.Scored(new ObservedScore(rule, keys.KeyOf(slot), cursor.Event.Time, call, finding));
    }
}
