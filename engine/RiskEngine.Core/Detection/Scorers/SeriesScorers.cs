using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Scorers;

/// <summary>One scorer per key, shared by all rules that ask the same model for the same numbers of the same events by the same key: an event is observed once.</summary>
/// <remarks>Who asks is not in its name (<see cref="PartId.OfScorers(Rule, ScoreCall)"/>), except where a rule forbids learning while its alert is open.</remarks>
internal sealed class SeriesScorers : KeyedState<SeriesScorers>, IExpiring
{
    private Dictionary<int, IScorer> _scorers = [];
    private readonly EventCursor _cursor;
    private readonly IModel _model;
    private readonly IReadOnlyList<EventNumber> _inputs;
    private readonly string _asked;
    private readonly string _subject;
    private readonly double[] _values;
    private long _seen = -1;
    private bool _any;
    private (int Slot, EventTime At, Score Score) _last = (SymbolTable.None, EventTime.MinValue, Score.NotLearned);

    public SeriesScorers(string stateId, string asked, string subject, IModel model, IReadOnlyList<EventNumber> inputs, int channels, KeyDirectory keys, EventCursor cursor)
        : base(stateId, keys)
    {
        _asked = asked;
        _subject = subject;
        _model = model;
        _inputs = inputs;
        _cursor = cursor;
        _values = new double[channels];
    }

    protected override bool IsEmpty => _scorers.Count == 0;

    /// <summary>The first number of the last observation.</summary>
    public double FirstValue => _values[0];

    /// <summary>Observes an event, once however often it is asked.</summary>
    /// <returns>False where the event has none of the numbers, so that nothing is observed.</returns>
    public bool Observe(int slot, bool learn, out Score score)
    {
        if (_seen != _cursor.Number)
        {
            _any = false;
            for (var i = 0; i < _values.Length; i++)
            {
                _values[i] = _inputs[i].Evaluate(_cursor);
                _any |= !double.IsNaN(_values[i]);
            }

            // Inputs may read scores themselves, so the event counts as seen only now.
            _seen = _cursor.Number;
            if (_any) Observe(slot, _cursor.Event.Time, learn);
        }

        score = _any ? _last.Score : Score.NotLearned;
        return _any;
    }

    /// <summary>Observes what a window gave.</summary>
    public Score Observe(int slot, EventTime at, double value, bool learn)
    {
        _values[0] = value;
        return Observe(slot, at, learn);
    }

    /// <summary>
    /// What the model found for a key in the event or window under evaluation; null where it judged none there. A timer at the time of an event is another
    /// moment.
    /// </summary>
    public ScoreFinding? Tell(int slot, EventTime at)
    {
        if (_inputs.Count > 0 && (!_any || _seen != _cursor.Number)) return null;
        if (_last.Slot != slot || _last.At != at || !_scorers.TryGetValue(slot, out var scorer)) return null;
        return new ScoreFinding(_asked, _model.Name, _model.Version, _model.ParameterHash, _last.Score, _last.Score.Warming ? [] : scorer.Explain());
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_scorers.TryGetValue(slot, out var scorer)) return false;
        scorer.Save(writer);
        return true;
    }

    public override void Clear() => _scorers.Clear();

    protected override void Restore(int slot, ref StateReader reader)
    {
        var scorer = _model.Create(_values.Length);
        scorer.Restore(ref reader);
        _scorers[slot] = scorer;
    }

    protected override bool Forget(int slot) => _scorers.Remove(slot);

    protected override void TakeOver(SeriesScorers before, EventTime now)
    {
        _scorers = before._scorers;
        _last = before._last;
    }

    private Score Observe(int slot, EventTime at, bool learn)
    {
        if (!_scorers.TryGetValue(slot, out var scorer)) _scorers.Add(slot, scorer = _model.Create(_values.Length, new SeriesName(_subject, Keys.KeyOf(slot))));
        Dirty.Mark(slot);
        var score = scorer.Observe(at, _values, learn);
        _last = (slot, at, score);
        return score;
    }
}
