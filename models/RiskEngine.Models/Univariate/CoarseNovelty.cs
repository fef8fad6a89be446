using System.Runtime.CompilerServices;
using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Univariate;

/// <summary>Notices that a signal does, at a coarse resolution, what it never did: a new level, a new pair of levels in time, a new level for the hour or for the part of the week.</summary>
/// <remarks>
/// The signal is cut into eight cells of the range seen so far; cells double when it leaves them, so marks are only ever merged. What
/// counts is the first visit of a cell, of a pair (cell some rows ago, cell now) or of a cell at this hour or in this part of the week; its surprise is minus the
/// logarithm of how often such first visits happened lately, so that a signal that wanders earns little by wandering on. Four grids
/// whose cell widths differ by a quarter of an octave are averaged, so that no single placement decides.
/// Kin to contextual novelty detection (Smirnov, 2016, "Contextual Anomaly Detector") and to tile coding (Albus, 1975, "CMAC").
/// About 300 bytes, constant time but for the rare doubling.
/// </remarks>
internal sealed class CoarseNovelty
{
    private const int Cells = 8;
    private const int Grids = 4;
    private const int Kinds = 4;
    private const int Hours = 24;
    private const int WeekParts = 56;
    private const int FirstLook = 40;
    private const int Silent = 100;
    private const int Memory = 4000;
    private const int MostDoublings = 60;
    private static readonly double[] Widths = [2, 2.3784142300054421, 2.8284271247461901, 3.3635856610148580];
    private readonly int _lag;
        private PerGrid<double> _lowest, _width;
    private PerGrid<byte> _levels;
    private PerGrid<ulong> _pairs;
    private PerRate _rates;
    private readonly byte[] _slots;
    private readonly bool _byHour, _byWeek;
    private int _count;

    /// <summary>Creates a detector that has seen nothing.</summary>
    /// <param name="lag">Rows between the two levels of a pair, 0 for no pairs.</param>
    /// <param name="byHour">Whether levels are told apart by the hour of the day.</param>
    /// <param name="byWeek">Whether levels are told apart by the part of the week (three hours each).</param>
    public CoarseNovelty(int lag, bool byHour, bool byWeek = false)
    {
        (_lag, _byHour, _byWeek) = (lag, byHour, byWeek);
        var slots = lag + (byHour ? Hours : 0) + (byWeek ? WeekParts : 0);
        _slots = slots > 0 ? new byte[slots * Grids] : [];
    }

    private int FirstHour => _lag;

    private int FirstWeekPart => FirstHour + (_byHour ? Hours : 0);

    /// <summary>Surprise of the level itself, in powers of ten.</summary>
    public float Level { get; private set; }

    /// <summary>Surprise of the level after the level some rows ago.</summary>
    public float Pair { get; private set; }

    /// <summary>Surprise of the level at this hour.</summary>
    public float AtHour { get; private set; }

    /// <summary>Surprise of the level in this part of the week.</summary>
    public float InWeek { get; private set; }

    /// <summary>The same for the first reading ever in an hour: nothing to report, but it shows how much is still unknown.</summary>
    public float FirstAtHour { get; private set; }

    /// <summary>The same for the first reading ever in a part of the week.</summary>
    public float FirstInWeek { get; private set; }

    /// <summary>Takes in one value; learns it as seen where <paramref name="learn"/> is set.</summary>
    public void Observe(double value, int hour, int weekPart, bool learn)
    {
        Level = Pair = AtHour = InWeek = FirstAtHour = FirstInWeek = 0;
        if (!learn && _count < FirstLook) return;
        if (learn) _count++;
        if (_count <= FirstLook)
        {
            Look(value);
            return;
        }

        for (var grid = 0; grid < Grids; grid++) Observe(grid, value, hour, weekPart, learn);
        Level /= Grids;
        Pair /= Grids;
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        for (var grid = 0; grid < Grids; grid++)
        {
            writer.Double(_lowest[grid]);
            writer.Double(_width[grid]);
            writer.Byte(_levels[grid]);
            if (_lag > 0) writer.UInt(_pairs[grid]);
        }

        for (var rate = 0; rate < Grids * Kinds; rate++) writer.UInt(BitConverter.SingleToUInt32Bits(_rates[rate]));
        writer.Save(_slots);
        writer.Count(_count);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        for (var grid = 0; grid < Grids; grid++)
        {
            _lowest[grid] = reader.Double();
            _width[grid] = reader.Double();
            _levels[grid] = reader.Byte();
            if (_lag > 0) _pairs[grid] = reader.UInt();
        }

        for (var rate = 0; rate < Grids * Kinds; rate++) _rates[rate] = BitConverter.UInt32BitsToSingle((uint)reader.UInt());
        reader.Restore(_slots);
        _count = reader.Small();
    }

    /// <summary>Until the grids are placed, the first grid's fields hold the lowest and the highest value.</summary>
    private void Look(double value)
    {
        var lowest = _count == 1 ? value : Math.Min(_lowest[0], value);
        var highest = _count == 1 ? value : Math.Max(_width[0], value);
        (_lowest[0], _width[0]) = (lowest, highest);
        if (_count < FirstLook) return;
        var range = Math.Max(highest - lowest, (1e-6 * Math.Abs(highest)) + 1e-12);
        for (var grid = 0; grid < Grids; grid++)
        {
            _width[grid] = Widths[grid] * range / Cells;
            _lowest[grid] = lowest - (range * (Widths[grid] - 1) / 2);
        }
    }

    private void Observe(int grid, double value, int hour, int weekPart, bool learn)
    {
        var doublings = learn ? Reach(grid, value) : 0;
        var cell = (int)Math.Clamp((value - _lowest[grid]) / _width[grid], 0, Cells - 1);
        Visit(ref _levels[grid], cell, grid * Kinds, learn, out var level);
        Level += level + (0.5f * Math.Min(doublings, 3));
        if (_lag > 0)
        {
            ref var past = ref _slots[(_count % _lag * Grids) + grid];
            if (_count > FirstLook + _lag) Pair += Visit(ref _pairs[grid], (past * Cells) + cell, (grid * Kinds) + 1, learn);
            if (learn) past = (byte)cell;
        }

        if (_byHour)
        {
            if (Visit(ref _slots[((FirstHour + hour) * Grids) + grid], cell, (grid * Kinds) + 2, learn, out var surprise)) AtHour += surprise / Grids;
            else FirstAtHour += surprise / Grids;
        }

        if (!_byWeek) return;
        if (Visit(ref _slots[((FirstWeekPart + weekPart) * Grids) + grid], cell, (grid * Kinds) + 3, learn, out var inWeek)) InWeek += inWeek / Grids;
        else FirstInWeek += inWeek / Grids;
    }

    private bool Visit(ref byte seen, int cell, int kind, bool learn, out float surprise)
    {
        var known = seen != 0;
        var cells = (ulong)seen;
        surprise = Visit(ref cells, cell, kind, learn);
        seen = (byte)cells;

        return known;
    }

    private float Visit(ref ulong seen, int place, int kind, bool learn)
    {
        var isNew = (seen >> place & 1) == 0;
        var surprise = isNew && _count >= Silent ? (float)Math.Max(0, -Math.Log10(_rates[kind] + (0.3 / _count))) : 0;
        if (!learn) return surprise;
        seen |= 1UL << place;
        _rates[kind] += (float)(((isNew ? 1 : 0) - _rates[kind]) * Math.Max(1.0 / _count, 1.0 / Memory));
        return surprise;
    }

    private int Reach(int grid, double value)
    {
        var doublings = 0;
        while ((value < _lowest[grid] || value >= _lowest[grid] + (Cells * _width[grid])) && doublings < MostDoublings)
        {
            doublings++;
            var offset = 0;
            if (value < _lowest[grid])
            {
                _lowest[grid] -= Cells * _width[grid];
                offset = Cells / 2;
            }

            _width[grid] *= 2;
            Merge(grid, offset);
        }

        return doublings;
    }

    private void Merge(int grid, int offset)
    {
        _levels[grid] = Merged(_levels[grid], offset);
        var past = _lag * Grids;
        for (var i = grid; i < past; i += Grids) _slots[i] = (byte)(offset + (_slots[i] / 2));
        for (var i = past + grid; i < _slots.Length; i += Grids) _slots[i] = Merged(_slots[i], offset);
        if (_lag == 0) return;
        ulong merged = 0;
        for (var pair = 0; pair < Cells * Cells; pair++)
            if ((_pairs[grid] >> pair & 1) != 0)
                merged |= 1UL << (((offset + (pair / Cells / 2)) * Cells) + offset + (pair % Cells / 2));
        _pairs[grid] = merged;
    }

    private static byte Merged(byte seen, int offset)
    {
        var merged = 0;
        for (var cell = 0; cell < Cells; cell++)
            if ((seen >> cell & 1) != 0) merged |= 1 << (offset + (cell / 2));
        return (byte)merged;
    }

    [InlineArray(Grids)]
    private struct PerGrid<T>
    {
        private T _first;
    }

    [InlineArray(Grids * Kinds)]
    private struct PerRate
    {
        private float _first;
    }
}
