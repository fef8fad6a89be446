using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>Which cells of the coarse grids a signal has visited in each of several slots, e.g. hours of the day.</summary>
internal struct SlotNovelty
{
    private readonly byte[] _marks;
    private readonly short _from, _slots;
    private float _rate;

    /// <summary>Creates one that has seen nothing.</summary>
    /// <param name="marks">The owner's marks, <see cref="Size"/> of which are this one's; the owner saves them.</param>
    /// <param name="from">Where its marks begin.</param>
    /// <param name="slots">How many slots there are.</param>
    public SlotNovelty(byte[] marks, int from, int slots) => (_marks, _from, _slots) = (marks, (short)from, (short)slots);

    /// <summary>How many marks some slots take.</summary>
    public static int Size(int slots) => slots * CoarseGrids.Grids;

    /// <summary>Surprise of a value in a slot in powers of ten, averaged over the grids.</summary>
    /// <param name="grids">The grids, which already reach the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="learn">Whether the visit is learned.</param>
    /// <param name="first">The surprise where nothing was ever seen in the slot: no finding, but it shows how much is unknown.</param>
    public double Observe(in CoarseGrids grids, double value, int slot, bool learn, out double first)
    {
        int known = 0, unknown = 0;
        for (var grid = 0; grid < CoarseGrids.Grids; grid++)
        {
            ref var seen = ref _marks[_from + Size(slot) + grid];
            var mark = (byte)(1 << grids.Cell(grid, value));
            if (seen == 0) unknown++;
            else if ((seen & mark) == 0) known++;
            if (learn) seen |= mark;
        }

        var surprise = known + unknown > 0 ? grids.Surprise(_rate) / CoarseGrids.Grids : 0;
        if (learn) _rate = grids.Learned(_rate, known + unknown);
        first = unknown * surprise;
        return known * surprise;
    }

    /// <summary>Merges the marks of a grid whose cells have doubled.</summary>
    public readonly void Merge(int grid, int half)
    {
        for (var i = grid; i < Size(_slots); i += CoarseGrids.Grids) _marks[_from + i] = CoarseGrids.Merged(_marks[_from + i], half);
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer) => writer.UInt(BitConverter.SingleToUInt32Bits(_rate));

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader) => _rate = BitConverter.UInt32BitsToSingle((uint)reader.UInt());
}
