using RiskEngine.Core.State;

namespace RiskEngine.Models.Learning;

/// <summary>Keeps one anomaly from being told many times: after a report, for some rows only a markedly stronger finding is reported.</summary>
internal struct Refractory
{
    private const double Stronger = 1.1;
    private double _held;
    private int _since = int.MaxValue;

    /// <summary>Creates one that has reported nothing.</summary>
    public Refractory()
    {
    }

    /// <summary>The rarity where it is news, else 0.</summary>
    /// <param name="rarity">Powers of ten.</param>
    /// <param name="rows">How long a report stays the last word; 0 passes everything on.</param>
    public double Pass(double rarity, int rows)
    {
        var held = _since < rows ? _held : 0;
        if (_since < int.MaxValue) _since++;
        if (rarity <= held) return 0;
        _held = rarity * Stronger;
        _since = 0;
        return rarity;
    }

    /// <summary>Whether something at least so rare was reported during the last rows.</summary>
    /// <param name="rarity">Powers of ten.</param>
    /// <param name="rows">How far back.</param>
    public readonly bool Reported(double rarity, int rows) => _held >= rarity * Stronger && _since < rows;

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        writer.Double(_held);
        writer.Int(_since);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        _held = reader.Double();
        _since = (int)reader.Int();
    }
}
