using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Counts;

/// <summary>Tells a counter that is down from a place that is empty: zeros or missing readings where there should be counts.</summary>
/// <remarks>
/// A run of zeros gathers evidence, minus the logarithm of each zero's chance; how often zeros come and how often they stay is learned (a zero-inflated
/// count with memory; after Lambert, 1992, "Zero-inflated Poisson regression"). A missing reading is an outage at once.
/// </remarks>
internal sealed class Silence
{
    private const double Enough = 6;
    private const double Suspicious = 2;
    private const double LeastMean = 4;
    private const double Prior = 40;
    private RunningMean _comes, _stays;
    private double _evidence;
    private bool _zero;
    private EventTime _since;

    /// <summary>Whether the counter is taken to be down.</summary>
    public bool Outage { get; private set; }

    /// <summary>Whether the zeros so far are already too many to be judged as counts.</summary>
    public bool Suspected => _evidence > Suspicious || Outage;

    /// <summary>When the run of zeros or missing readings began.</summary>
    public EventTime Since => _since;

    /// <summary>Takes in a reading that is missing.</summary>
    public void Miss(EventTime at)
    {
        if (!Outage && _evidence <= 0) _since = at;
        Outage = true;
    }

    /// <summary>Takes in a count that proves nothing but that there are readings.</summary>
    public void Recover() => (Outage, _evidence) = (false, 0);

    /// <summary>Takes in a count.</summary>
    /// <param name="at">When.</param>
    /// <param name="count">At least 0.</param>
    /// <param name="mean">What was expected.</param>
    /// <param name="chance">The chance of zero by the distribution of the counts alone.</param>
    /// <param name="learn">Whether the row is learned from.</param>
    public void Observe(EventTime at, double count, double mean, double chance, bool learn)
    {
        var isZero = count < 0.5;
        if (!isZero)
        {
            Recover();
            if (learn) Learn(false, mean);
            _zero = false;
            return;
        }

        if (_evidence <= 0 && !Outage) _since = at;
        var usual = Math.Max(chance, _zero ? Share(_stays) : Share(_comes));
        if (learn && !Outage) Learn(true, mean);
        _zero = true;
        _evidence = Math.Min(Enough, _evidence + Math.Max(0, -Math.Log10(Math.Max(1e-3, usual))));
        if (mean < LeastMean && !Outage) _evidence = Math.Min(_evidence, Suspicious);
        Outage |= _evidence >= Enough;
    }

    /// <summary>The chance of a zero under a negative binomial.</summary>
    /// <param name="mean">Its mean, above 0.</param>
    /// <param name="dispersion">Variance = mean + dispersion · mean²; 0 for Poisson counts.</param>
    public static double Zero(double mean, double dispersion) =>
        dispersion < 1e-6 ? Math.Exp(-mean) : Math.Exp(-Math.Log(1 + (dispersion * mean)) / dispersion);

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        _comes.Save(writer);
        _stays.Save(writer);
        writer.Double(_evidence);
        writer.Byte((byte)((_zero ? 1 : 0) | (Outage ? 2 : 0)));
        writer.Int(_since.Micros);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        _comes.Restore(ref reader);
        _stays.Restore(ref reader);
        _evidence = reader.Double();
        var flags = reader.Byte();
        (_zero, Outage) = ((flags & 1) != 0, (flags & 2) != 0);
        _since = new EventTime(reader.Int());
    }

    private void Learn(bool isZero, double mean)
    {
        if (mean < LeastMean) return;
        if (_zero) _stays.Add(isZero ? 1 : 0, 1.0 / 4000);
        else _comes.Add(isZero ? 1 : 0, 1.0 / 4000);
    }

    private static double Share(RunningMean zeros) => zeros.Value * zeros.Count / (zeros.Count + Prior);
}
