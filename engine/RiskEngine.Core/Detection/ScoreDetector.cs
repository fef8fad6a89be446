using System.Runtime.InteropServices;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>Rule types <c>score</c> and <c>baseline</c>: one scorer per key, fed with every event.</summary>
internal sealed class ScoreDetector : IDetector, IKeyedState, IExpiring
{
    private const double MostStrength = 15;
    private Dictionary<int, IScorer> _scorers = [];
    private Dictionary<int, AlarmRate> _rates = [];
    private readonly ScoreDetection _detection;
    private readonly KeyDirectory _keys;
    private readonly AlertBook _alerts;
    private readonly double[] _values;
    private readonly string _subject;

    public ScoreDetector(ScoreDetection detection, KeyDirectory keys, AlertBook alerts)
    {
        _detection = detection;
        _keys = keys;
        _alerts = alerts;
        _values = new double[detection.Inputs.Count];
        _subject = $"{alerts.Rule.Id}:{alerts.Rule.By}:{detection.Measure}";
        StateId = PartId.OfMemory(alerts.Rule) ?? throw new ArgumentException($"rule '{alerts.Rule.Id}' keeps no memory", nameof(alerts));
    }

    public KeyDirectory Keys => _keys;

    public string StateId { get; }

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _scorers.Count == 0 ? 0 : _keys.SlotBound;

    public void Observe(EventCursor cursor, int slot)
    {
        var any = false;
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = _detection.Inputs[i].Evaluate(cursor);
            any |= !double.IsNaN(_values[i]);
        }

        if (!any) return;
        ref readonly var e = ref cursor.Event;
        if (!_scorers.TryGetValue(slot, out var scorer)) _scorers.Add(slot, scorer = _detection.Model.Create(_values.Length, new SeriesName(_subject, _keys.KeyOf(slot))));
        Dirty.Mark(slot);
        var learn = _detection.LearnWhileOpen || !_alerts.IsOpen(slot);
        var score = scorer.Observe(e.Time, _values, learn);
        if (score.Warming) return;
        var measure = _detection.IsBaseline ? BandsAway(score, _values[0]) : score.Value;
        if (_detection.FalseAlarmsPerWeek is { } most) measure = AgainstWeek(slot, e.Time, measure, most, learn);
        _alerts.Measure(slot, new Measurement(measure, 1, e.Time, e.Time), Evidence.At(e.Offset));
    }

    public string KeyOf(int slot) => _keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (!_scorers.TryGetValue(slot, out var scorer)) return false;
        scorer.Save(writer);
        if (_detection.FalseAlarmsPerWeek is not null) CollectionsMarshal.GetValueRefOrAddDefault(_rates, slot, out _).Save(writer);
        return true;
    }

    public void Restore(string key, ref StateReader reader)
    {
        var scorer = _detection.Model.Create(_values.Length);
        scorer.Restore(ref reader);
        var slot = _keys.SlotOf(key);
        _scorers[slot] = scorer;
        if (_detection.FalseAlarmsPerWeek is not null) CollectionsMarshal.GetValueRefOrAddDefault(_rates, slot, out _).Restore(ref reader);
    }

    public void Forget(string key)
    {
        if (!_keys.TrySlotOf(key, out var slot)) return;
        _scorers.Remove(slot);
        _rates.Remove(slot);
    }

    public void Expire(EventTime now)
    {
        foreach (var slot in _scorers.Keys)
        {
            if (!_keys.IsExpiring(slot)) continue;
            _scorers.Remove(slot);
            _rates.Remove(slot);
            Dirty.Mark(slot);
        }
    }

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before is not ScoreDetector other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        _scorers = other._scorers;
        _rates = other._rates;
        Dirty.TakeOver(other.Dirty);
    }

    public void Retire()
    {
    }

    public void Clear()
    {
        _scorers.Clear();
        _rates.Clear();
    }

    public void Resume(EventTime now)
    {
    }

    /// <summary>The allowed alarms a week for each one that is to be expected at such a finding; NaN while too little is known.</summary>
    private double AgainstWeek(int slot, EventTime at, double measure, double most, bool learn)
    {
        if (double.IsNaN(measure)) return measure;
        ref var rate = ref CollectionsMarshal.GetValueRefOrAddDefault(_rates, slot, out _);
        var strength = _detection.IsBaseline ? measure : Math.Min(MostStrength, -Math.Log10(Math.Max(1e-300, 1 - measure)));
        var against = rate.Warming ? double.NaN : most / rate.PerWeek(strength);
        if (learn) rate.Learn(at, strength);
        return against;
    }

    private static double BandsAway(in Score score, double value)
    {
        var half = value >= score.Expected ? score.High - score.Expected : score.Expected - score.Low;
        return half > 0 ? Math.Abs(value - score.Expected) / half : double.NaN;
    }
}
