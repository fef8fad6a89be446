using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Univariate;

/// <summary>A moving mean that went a way it never went, or came to a level that it never had: at this hour, or at all.</summary>
/// <remarks>Parts <c>short-path</c> and <c>short-at-hour</c> (12 rows), <c>long-path</c> and <c>long-level</c> (72 rows).</remarks>
internal sealed class LevelShift : Part
{
    private const int Hours = 24;
    private readonly float _rows, _pathWeight, _levelWeight;
    private readonly bool _byHour;
    private readonly byte[] _marks;
    private CoarseGrids _grids;
    private PairNovelty _path;
    private SlotNovelty _level;
    private double _mean;
    private float _pathFound, _levelFound;

    private LevelShift(int rows, int lag, bool byHour, double pathWeight, double levelWeight)
    {
        (_rows, _byHour, _pathWeight, _levelWeight) = (rows, byHour, (float)pathWeight, (float)levelWeight);
        var slots = byHour ? Hours : 1;
        _marks = new byte[PairNovelty.Size(lag) + SlotNovelty.Size(slots)];
        _path = new(_marks, lag);
        _level = new(_marks, PairNovelty.Size(lag), slots);
    }

    /// <summary>The mean of 12 rows: its ways over 6, its levels by the hour.</summary>
    public static LevelShift Short(double pathWeight, double levelWeight) => new(12, 6, byHour: true, pathWeight, levelWeight);

    /// <summary>The mean of 72 rows: its ways over 36, its levels.</summary>
    public static LevelShift Long(double pathWeight, double levelWeight) => new(72, 36, byHour: false, pathWeight, levelWeight);

    /// <inheritdoc/>
    public override void Observe(in Observation reading)
    {
        if (reading.Rows == 1) _mean = reading.Value;
        _mean += (reading.Value - _mean) / _rows;
        (_pathFound, _levelFound, Evidence, Unknown) = (0, 0, 0, 0);
        if (!_grids.Look(_mean, reading.Learn)) return;
        var outside = reading.Learn ? Reach() : 0;
        var level = _level.Observe(_grids, _mean, _byHour ? reading.Hour : 0, reading.Learn, out var first);
        _levelFound = (float)(_levelWeight * (_byHour ? level : level + first + outside));
        _pathFound = (float)(_pathWeight * _path.Observe(_grids, _mean, reading.Learn));
        Evidence = _pathFound + _levelFound;
        Unknown = _byHour ? _levelWeight * first : 0;
    }

    /// <inheritdoc/>
    public override IEnumerable<ScoreShare> Findings(Observation reading, string zone) =>
    [
        new(Name + "-path", _pathFound, $"the {Name}-term mean came to {Figures.Of(_mean)} in a way not seen before"),
        new(_byHour ? Name + "-at-hour" : Name + "-level", _levelFound,
            $"a {Name}-term mean of {Figures.Of(_mean)}, not seen before" + (_byHour ? $" at {reading.Hour}h {zone}" : "")),
    ];

    /// <inheritdoc/>
    public override void Save(StateWriter writer)
    {
        _grids.Save(writer);
        writer.Save(_marks);
        _path.Save(writer);
        _level.Save(writer);
        writer.Double(_mean);
    }

    /// <inheritdoc/>
    protected override void Read(ref StateReader reader)
    {
        (_pathFound, _levelFound) = (0, 0);
        _grids.Restore(ref reader);
        reader.Restore(_marks);
        _path.Restore(ref reader);
        _level.Restore(ref reader);
        _mean = reader.Double();
    }

    private string Name => _byHour ? "short" : "long";

    /// <summary>Makes the grids reach the mean; how far it was outside, as evidence.</summary>
    private double Reach()
    {
        double outside = 0;
        for (var grid = 0; grid < CoarseGrids.Grids; grid++)
        {
            var doublings = 0;
            for (; doublings < CoarseGrids.MostDoublings && _grids.Doubles(grid, _mean, out var half); doublings++)
            {
                _path.Merge(grid, half);
                _level.Merge(grid, half);
            }

            outside += CoarseGrids.Outside(doublings);
        }

        return outside;
    }
}
