using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>Turns a model's own score into a tail probability on one series' past, so that every model's score means the same.</summary>
internal sealed class ScoreTail
{
    private const int Warmup = 100;
    private const double Memory = 2000;
    private const double MostSpreads = 6;
    private readonly TailEstimate _tail = new();
    private double _mean, _spread;
    private int _count;

    public bool Warming => _count < Warmup;

    /// <summary>The share of normal rows that score lower, 0 while warming.</summary>
    public double Judge(double raw, bool learn)
    {
        var away = _spread > 0 ? Math.Max(0, (raw - _mean) / _spread) : 0;
        var value = Warming ? 0 : 1 - _tail.Exceedance(away);
        if (learn) Learn(raw, away);
        return Math.Clamp(value, 0, 1);
    }

    public void Save(StateWriter writer)
    {
        _tail.Save(writer);
        writer.Double(_mean);
        writer.Double(_spread);
        writer.Count(_count);
    }

    public void Restore(ref StateReader reader)
    {
        _tail.Restore(ref reader);
        (_mean, _spread, _count) = (reader.Double(), reader.Double(), reader.Small());
    }

    private void Learn(double raw, double away)
    {
        if (_count < int.MaxValue) _count++;
        if (_count > 20) _tail.Learn(away);
        var pace = Math.Max(1.0 / _count, 1 / Memory);
        var room = _count > 20 ? MostSpreads * _spread : double.MaxValue;
        if (_count == 1) _mean = raw;
        _mean += Math.Clamp(raw - _mean, -room, room) * pace;
        _spread += (Math.Min(Math.Abs(raw - _mean), room) - _spread) * pace;
        _spread = Math.Max(_spread, 1e-12 * Math.Abs(_mean));
    }
}
