using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>Which pairs (cell some rows ago, cell now) of the coarse grids a signal has gone through: its ways, not only its places.</summary>
internal struct PairNovelty
{
    private const int FirstLook = 40;
    private readonly byte[] _past;
    private readonly short _lag;
    private PerGrid<ulong> _seen;
    private float _rate;

    /// <summary>Creates one that has seen nothing.</summary>
    /// <param name="past">Room for the past, of which it takes the first <see cref="Size"/>; the owner saves it.</param>
    /// <param name="lag">Rows between the two cells of a pair.</param>
    public PairNovelty(byte[] past, int lag) => (_past, _lag) = (past, (short)lag);

    /// <summary>How much room the past takes: two cells a byte.</summary>
    public static int Size(int lag) => lag * CoarseGrids.Grids / 2;

    /// <summary>Surprise of the way to a value in powers of ten, averaged over the grids.</summary>
    public double Observe(in CoarseGrids grids, double value, bool learn)
    {
        var first = 0;
        var judged = grids.Rows > FirstLook + _lag;
        for (var grid = 0; grid < CoarseGrids.Grids; grid++)
        {
            var cell = grids.Cell(grid, value);
            var place = (grids.Rows % _lag * CoarseGrids.Grids) + grid;
            var mark = 1UL << ((Past(place) * CoarseGrids.Cells) + cell);
            if (judged && (_seen[grid] & mark) == 0) first++;
            if (judged && learn) _seen[grid] |= mark;
            if (learn) Keep(place, cell);
        }

        var surprise = first > 0 ? first * grids.Surprise(_rate) / CoarseGrids.Grids : 0;
        if (judged && learn) _rate = grids.Learned(_rate, first);
        return surprise;
    }

    /// <summary>Merges the marks of a grid whose cells have doubled.</summary>
    public void Merge(int grid, int half)
    {
        for (var place = grid; place < _lag * CoarseGrids.Grids; place += CoarseGrids.Grids) Keep(place, half + (Past(place) / 2));
        ulong merged = 0;
        for (var past = 0; past < CoarseGrids.Cells; past++)
        {
            var row = CoarseGrids.Merged((byte)(_seen[grid] >> (past * CoarseGrids.Cells)), half);
            merged |= (ulong)row << ((half + (past / 2)) * CoarseGrids.Cells);
        }

        _seen[grid] = merged;
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        for (var grid = 0; grid < CoarseGrids.Grids; grid++) writer.UInt(_seen[grid]);
        writer.UInt(BitConverter.SingleToUInt32Bits(_rate));
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        for (var grid = 0; grid < CoarseGrids.Grids; grid++) _seen[grid] = reader.UInt();
        _rate = BitConverter.UInt32BitsToSingle((uint)reader.UInt());
    }

    private readonly int Past(int place) => (_past[place / 2] >> Shift(place)) & 0xF;

    private readonly void Keep(int place, int cell) => _past[place / 2] = (byte)((_past[place / 2] & ~(0xF << Shift(place))) | (cell << Shift(place)));

    private static int Shift(int place) => 4 * (place % 2);
}
