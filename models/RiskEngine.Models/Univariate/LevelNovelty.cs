using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>Notices that a signal takes a value that it never took, on <see cref="CoarseGrids"/> of its own.</summary>
internal struct LevelNovelty
{
    private CoarseGrids _grids;
    private PerGrid<byte> _seen;
    private float _rate;

    /// <summary>Surprise of a value in powers of ten, averaged over the grids; the farther outside, the more. Learns it where asked.</summary>
    public double Observe(double value, bool learn)
    {
        if (!_grids.Look(value, learn)) return 0;
        double outside = 0;
        var first = 0;
        for (var grid = 0; grid < CoarseGrids.Grids; grid++)
        {
            var doublings = 0;
            for (; learn && doublings < CoarseGrids.MostDoublings && _grids.Doubles(grid, value, out var half); doublings++) _seen[grid] = CoarseGrids.Merged(_seen[grid], half);
            var mark = (byte)(1 << _grids.Cell(grid, value));
            if ((_seen[grid] & mark) == 0) first++;
            outside += CoarseGrids.Outside(doublings);
            if (learn) _seen[grid] |= mark;
        }

        var surprise = first > 0 ? first * _grids.Surprise(_rate) / CoarseGrids.Grids : 0;
        if (learn) _rate = _grids.Learned(_rate, first);
        return surprise + outside;
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        _grids.Save(writer);
        for (var grid = 0; grid < CoarseGrids.Grids; grid++) writer.Byte(_seen[grid]);
        writer.UInt(BitConverter.SingleToUInt32Bits(_rate));
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        _grids.Restore(ref reader);
        for (var grid = 0; grid < CoarseGrids.Grids; grid++) _seen[grid] = reader.Byte();
        _rate = BitConverter.UInt32BitsToSingle((uint)reader.UInt());
    }
}
