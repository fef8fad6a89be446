using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Univariate;

/// <summary>
/// Parts <c>unrest-at-hour</c> and <c>unrest-in-week</c>: changes (mean of 12 rows) larger or smaller than they ever were at this hour, or in these three
/// hours of the week.
/// </summary>
internal sealed class VarianceChange : Part
{
    private const int Hours = 24;
    private const int WeekParts = 56;
    private const double Rows = 12;
    private readonly float _hourWeight, _weekWeight;
    private readonly byte[] _marks = new byte[SlotNovelty.Size(Hours + WeekParts)];
    private CoarseGrids _grids;
    private SlotNovelty _hours, _week;
    private double _changes;
    private float _hourFound, _weekFound;

    /// <summary>Creates the part with the weights of its two findings.</summary>
    public VarianceChange(double hourWeight, double weekWeight)
    {
        (_hourWeight, _weekWeight) = ((float)hourWeight, (float)weekWeight);
        _hours = new(_marks, 0, Hours);
        _week = new(_marks, SlotNovelty.Size(Hours), WeekParts);
    }

    /// <inheritdoc/>
    public override void Observe(in Observation reading)
    {
        _changes += (Math.Abs(reading.Change) - _changes) / Rows;
        (_hourFound, _weekFound, Evidence, Unknown) = (0, 0, 0, 0);
        var unrest = Math.Log2(_changes + (0.01 * reading.Scale) + 1e-12);
        if (!_grids.Look(unrest, reading.Learn)) return;
        if (reading.Learn) Reach(unrest);
        _hourFound = (float)(_hourWeight * _hours.Observe(_grids, unrest, reading.Hour, reading.Learn, out var firstAtHour));
        _weekFound = (float)(_weekWeight * _week.Observe(_grids, unrest, reading.WeekPart, reading.Learn, out var firstInWeek));
        Evidence = _hourFound + _weekFound;
        Unknown = (_hourWeight * firstAtHour) + (_weekWeight * firstInWeek);
    }

    /// <inheritdoc/>
    public override IEnumerable<ScoreShare> Findings(Observation reading, string zone)
    {
        var usual = $"; readings change by {Figures.Of(_changes)} on average";
        return
        [
            new("unrest-at-hour", _hourFound, $"more or less restless than ever at {reading.Hour}h {zone}" + usual),
            new("unrest-in-week", _weekFound, "more or less restless than ever in this part of the week" + usual),
        ];
    }

    /// <inheritdoc/>
    public override void Save(StateWriter writer)
    {
        _grids.Save(writer);
        writer.Save(_marks);
        _hours.Save(writer);
        _week.Save(writer);
        writer.Double(_changes);
    }

    /// <inheritdoc/>
    protected override void Read(ref StateReader reader)
    {
        (_hourFound, _weekFound) = (0, 0);
        _grids.Restore(ref reader);
        reader.Restore(_marks);
        _hours.Restore(ref reader);
        _week.Restore(ref reader);
        _changes = reader.Double();
    }

    private void Reach(double unrest)
    {
        for (var grid = 0; grid < CoarseGrids.Grids; grid++)
        {
            for (var doublings = 0; doublings < CoarseGrids.MostDoublings && _grids.Doubles(grid, unrest, out var half); doublings++)
            {
                _hours.Merge(grid, half);
                _week.Merge(grid, half);
            }
        }
    }
}
