using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>Four coarse grids over the range that a signal has had: what novelty is told on.</summary>
/// <remarks>
/// A grid has eight cells; they double in width when the signal leaves them, so marks on them are only ever merged. The grids' cell
/// widths differ by a quarter of an octave, so that no single placement decides. What counts is the first visit of a cell; its surprise is
/// minus the logarithm of how often first visits happened lately, so that a signal that wanders earns little by wandering on.
/// Kin to contextual novelty detection (Smirnov, 2016, "Contextual Anomaly Detector") and to tile coding (Albus, 1975, "CMAC").
/// </remarks>
internal struct CoarseGrids
{
    /// <summary>How many grids there are.</summary>
    public const int Grids = 4;

    /// <summary>How many cells each has.</summary>
    public const int Cells = 8;

    /// <summary>How often the cells of a grid double for one value.</summary>
    public const int MostDoublings = 60;

    private const double PerDoubling = 0.5;
    private const int MostCounted = 3;
    private const int FirstLook = 40;
    private const int Silent = 100;
    private const int Memory = 4000;
    private static readonly double[] Widths = [2, 2.3784142300054421, 2.8284271247461901, 3.3635856610148580];
    private PerGrid<double> _lowest;
    private PerGrid<float> _width;
    private int _rows;

    /// <summary>How many values were learned.</summary>
    public readonly int Rows => _rows;

    /// <summary>Takes in one value; false while it only looks, which it does for the first 40.</summary>
    public bool Look(double value, bool learn)
    {
        if (!learn) return _rows > FirstLook;
        if (++_rows > FirstLook) return true;
        var lowest = _rows == 1 ? value : Math.Min(_lowest[0], value);
        var highest = _rows == 1 ? value : Math.Max(_lowest[1], value);
        (_lowest[0], _lowest[1]) = (lowest, highest);
        if (_rows == FirstLook) Place(lowest, highest);
        return false;
    }

    /// <summary>The cell that a value is in; the nearest where it is outside.</summary>
    public readonly int Cell(int grid, double value) => (int)Math.Clamp((value - _lowest[grid]) / _width[grid], 0, Cells - 1);

    /// <summary>Doubles the cells of a grid once where the value is outside; the marks are then to be merged into the half given.</summary>
    public bool Doubles(int grid, double value, out int half)
    {
        half = 0;
        if (value >= _lowest[grid] && value < _lowest[grid] + (Cells * _width[grid])) return false;
        if (value < _lowest[grid])
        {
            _lowest[grid] -= Cells * _width[grid];
            half = Cells / 2;
        }

        _width[grid] *= 2;
        return true;
    }

    /// <summary>Surprise of a first visit in powers of ten, given how often first visits happened lately.</summary>
    public readonly double Surprise(float rate) => _rows < Silent ? 0 : Math.Max(0, -Math.Log10(rate + (0.3 / _rows)));

    /// <summary>The rate of first visits after one more row.</summary>
    /// <param name="rate">The rate before.</param>
    /// <param name="first">On how many grids the visit was the first.</param>
    public readonly float Learned(float rate, int first) => rate + (float)((((double)first / Grids) - rate) * Math.Max(1.0 / _rows, 1.0 / Memory));

    /// <summary>What one grid adds to the evidence of a value for which its cells had to double.</summary>
    public static double Outside(int doublings) => PerDoubling * Math.Min(doublings, MostCounted) / Grids;

    /// <summary>Marks of a grid after its cells have doubled.</summary>
    public static byte Merged(byte seen, int half)
    {
        var pairs = (seen | (seen >> 1)) & 0x55;
        pairs = (pairs | (pairs >> 1)) & 0x33;
        pairs = (pairs | (pairs >> 2)) & 0x0F;
        return (byte)(pairs << half);
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        for (var grid = 0; grid < Grids; grid++)
        {
            writer.Double(_lowest[grid]);
            writer.UInt(BitConverter.SingleToUInt32Bits(_width[grid]));
        }

        writer.Count(_rows);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        for (var grid = 0; grid < Grids; grid++)
        {
            _lowest[grid] = reader.Double();
            _width[grid] = BitConverter.UInt32BitsToSingle((uint)reader.UInt());
        }

        _rows = reader.Small();
    }

    /// <summary>Until the grids are placed, their lower ends hold the lowest and the highest value.</summary>
    private void Place(double lowest, double highest)
    {
        var range = Math.Max(highest - lowest, (1e-6 * Math.Abs(highest)) + 1e-12);
        for (var grid = 0; grid < Grids; grid++)
        {
            _width[grid] = (float)(Widths[grid] * range / Cells);
            _lowest[grid] = lowest - (range * (Widths[grid] - 1) / 2);
        }
    }
}
