using System.Runtime.CompilerServices;
using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>
/// How far readings usually are from the expected value, by how large that is: where counts are high they scatter more, and three where none is usual is no
/// news.
/// </summary>
/// <remarks>
/// A variance function (McCullagh and Nelder, 1989, "Generalized Linear Models") that is learned and not assumed: mean absolute deviation in twelve bands of the
/// expected value, from nothing to twice the usual size of the readings and more. 80 bytes; O(1).
/// </remarks>
internal struct LevelSpread
{
    private const int Bands = 12;
    private const double BandsPerSize = 6;
    private const double PriorRows = 150;
    private const int MostCounted = 2000;
    private const double SizeMemory = 2000;
    private const int FirstLearned = 50;
    private Means _means;
    private Counts _counts;
    private float _size;
    private byte _band;

    /// <summary>The usual deviation at an expected value: the geometric mean of that of the hour and that of the band, which is drawn towards the overall one.</summary>
    /// <param name="expected">What is expected.</param>
    /// <param name="ofHour">Usual deviation at this hour.</param>
    /// <param name="overall">Usual deviation at any time.</param>
    public double At(double expected, double ofHour, double overall)
    {
        _band = _size > 0 ? (byte)Math.Min(Math.Max(0, expected) / _size * BandsPerSize, Bands - 1) : (byte)0;
        var ofBand = ((_means[_band] * _counts[_band]) + (PriorRows * overall)) / (_counts[_band] + PriorRows);
        return Math.Max(Math.Sqrt(ofHour * ofBand), (1e-9 * Math.Abs(expected)) + 1e-12);
    }

    /// <summary>Learns the reading at the expected value last given.</summary>
    /// <param name="size">Its distance from zero.</param>
    /// <param name="deviation">Its distance from the expected value.</param>
    /// <param name="rows">How many readings there were, this one counted.</param>
    public void Learn(double size, double deviation, int rows)
    {
        _size += (float)((size - _size) * Math.Max(1 / SizeMemory, 1.0 / rows));
        if (rows <= FirstLearned) return;
        if (_counts[_band] < MostCounted) _counts[_band]++;
        _means[_band] += (float)((deviation - _means[_band]) / _counts[_band]);
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        for (var band = 0; band < Bands; band++)
        {
            writer.UInt(BitConverter.SingleToUInt32Bits(_means[band]));
            writer.Count(_counts[band]);
        }

        writer.UInt(BitConverter.SingleToUInt32Bits(_size));
    }

    /// <summary>Reads the state.</summary>
    /// <exception cref="StateFormatException">The state is damaged.</exception>
    public void Restore(ref StateReader reader)
    {
        for (var band = 0; band < Bands; band++)
        {
            _means[band] = BitConverter.UInt32BitsToSingle((uint)reader.UInt());
            var count = reader.Small();
            if (count > MostCounted) throw new StateFormatException($"{count} rows in a band that counts to {MostCounted}");
            _counts[band] = (ushort)count;
        }

        _size = BitConverter.UInt32BitsToSingle((uint)reader.UInt());
    }

    [InlineArray(Bands)]
    private struct Means
    {
        private float _first;
    }

    [InlineArray(Bands)]
    private struct Counts
    {
        private ushort _first;
    }
}
