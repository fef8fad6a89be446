using System.Runtime.InteropServices;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Types.Scores;

/// <summary>How often each key's series reaches which finding: one for all rules with <c>false_alarms_per_week</c> over the same scorers and the same type.</summary>
internal sealed class SeriesRates(string stateId, bool isBaseline, KeyDirectory keys) : IKeyedState, IExpiring
{
    private const double MostStrength = 15;
    private Dictionary<int, AlarmRate> _rates = [];

    /// <summary>What a rule needs.</summary>
    public static SeriesRates Of(Rule rule, ScoreDetection score, KeyDirectory keys) => new(PartId.OfRates(rule, score), score.IsBaseline, keys);

    public KeyDirectory Keys => keys;

    /// <summary>Whether measures are distances from the expected value, and not scores.</summary>
    public bool IsBaseline => isBaseline;

    public string StateId { get; } = stateId;

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _rates.Count == 0 ? 0 : keys.SlotBound;

    /// <summary>How often in a week such a measure is to be expected; NaN while too little is known, and for an unknown measure.</summary>
    public double PerWeek(int slot, double measure)
    {
        if (double.IsNaN(measure) || !_rates.TryGetValue(slot, out var rate) || rate.Warming) return double.NaN;
        return rate.PerWeek(StrengthOf(measure));
    }

    /// <summary>Learns a measure, once for each observation.</summary>
    public void Learn(int slot, EventTime at, double measure)
    {
        if (double.IsNaN(measure)) return;
        CollectionsMarshal.GetValueRefOrAddDefault(_rates, slot, out _).Learn(at, StrengthOf(measure));
        Dirty.Mark(slot);
    }

    public string KeyOf(int slot) => keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (!_rates.TryGetValue(slot, out var rate)) return false;
        rate.Save(writer);
        return true;
    }

    public void Restore(string key, ref StateReader reader) => CollectionsMarshal.GetValueRefOrAddDefault(_rates, keys.SlotOf(key), out _).Restore(ref reader);

    public void Forget(string key)
    {
        if (keys.TrySlotOf(key, out var slot)) _rates.Remove(slot);
    }

    public void Expire(EventTime now)
    {
        foreach (var slot in _rates.Keys)
        {
            if (!keys.IsExpiring(slot)) continue;
            _rates.Remove(slot);
            Dirty.Mark(slot);
        }
    }

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before is not SeriesRates other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        _rates = other._rates;
        Dirty.TakeOver(other.Dirty);
    }

    public void Retire()
    {
    }

    public void Clear() => _rates.Clear();

    public void Resume(EventTime now)
    {
    }

    private double StrengthOf(double measure) => isBaseline ? measure : Math.Min(MostStrength, -Math.Log10(Math.Max(1e-300, 1 - measure)));
}
