using System.Runtime.InteropServices;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Types.Scores;

/// <summary>How often each key's series reaches which finding: one for all rules with <c>false_alarms_per_week</c> over the same scorers and the same type.</summary>
internal sealed class SeriesRates(string stateId, bool isBaseline, KeyDirectory keys) : KeyedState<SeriesRates>(stateId, keys), IExpiring
{
    private const double MostStrength = 15;
    private Dictionary<int, AlarmRate> _rates = [];

    /// <summary>Whether measures are distances from the expected value, and not scores.</summary>
    public bool IsBaseline => isBaseline;

    protected override bool IsEmpty => _rates.Count == 0;

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

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_rates.TryGetValue(slot, out var rate)) return false;
        rate.Save(writer);
        return true;
    }

    public override void Clear() => _rates.Clear();

    protected override void Restore(int slot, ref StateReader reader) => CollectionsMarshal.GetValueRefOrAddDefault(_rates, slot, out _).Restore(ref reader);

    protected override bool Forget(int slot) => _rates.Remove(slot);

    protected override void TakeOver(SeriesRates before, EventTime now) => _rates = before._rates;

    private double StrengthOf(double measure) => isBaseline ? measure : Math.Min(MostStrength, -Math.Log10(Math.Max(1e-300, 1 - measure)));
}
