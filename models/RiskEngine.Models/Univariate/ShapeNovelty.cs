using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Univariate;

/// <summary>Part <c>shape</c>: the course of the last twelve points is far from every course known.</summary>
/// <remarks>
/// A discord is the sub-sequence farthest from its nearest neighbour (Keogh, Lin and Fu, 2005, "HOT SAX"; Yeh et al., 2016, "Matrix Profile I").
/// Here the neighbours are eight learned courses, z-normalised, twelve points long, a point being the mean of about half an hour (or one
/// reading, where they are rarer): a course near a known one moves it, a far one takes the place of the one least met. The distance to the nearest is
/// judged against its own past. About 250 bytes; the search runs once per point.
/// </remarks>
internal sealed class ShapeNovelty(double weight) : Part
{
    private const int Points = 12;
    private const int Courses = 8;
    private const double PointMicros = 1800e6;
    private const int MostRows = 60;
    private const double Quiet = 0.5;
    private const double Unit = 32;
    private const double Near = 0.5;
    private const int Follow = 8;
    private const int FirstJudged = 60;
    private const double MostEvidence = 4;
    private ExcessTail _usual = new(0.05, 0.1, 0.01);
    private Values _values;
    private Known _known;
    private Met _met;
    private double _sum;
    private int _rows, _points;

    /// <inheritdoc/>
    public override void Observe(in Observation reading)
    {
        Evidence = 0;
        _sum += reading.Value;
        _rows++;
        if (_rows < Math.Clamp(Math.Round(PointMicros / reading.StepMicros), 1, MostRows)) return;
        _values[_points % Points] = (float)(_sum / _rows);
        (_sum, _rows) = (0, 0);
        if (_points < int.MaxValue) _points++;
        if (_points < Points) return;
        Span<sbyte> course = stackalloc sbyte[Points];
        Normalise(course, reading.Scale);
        var nearest = Nearest(course, out var distance);
        if (_points > FirstJudged) Evidence = weight * Math.Min(MostEvidence, Math.Max(0, _usual.Rarity(distance) - _usual.Least));
        if (!reading.Learn) return;
        _usual.Learn(distance);
        if (distance > Near) Take(course);
        else Move(course, nearest);
    }

    /// <inheritdoc/>
    public override IEnumerable<ScoreShare> Findings(Observation reading, string zone) =>
        [new("shape", Evidence, $"the last {Figures.OfMicros(Points * Math.Max(PointMicros, reading.StepMicros))} took a course unlike any before")];

    /// <inheritdoc/>
    public override void Save(StateWriter writer)
    {
        _usual.Save(writer);
        for (var i = 0; i < Points; i++) writer.UInt(BitConverter.SingleToUInt32Bits(_values[i]));
        writer.Raw(MemoryMarshal.AsBytes((Span<sbyte>)_known));
        writer.Raw((Span<byte>)_met);
        writer.Double(_sum);
        writer.Count(_rows);
        writer.Count(_points);
    }

    /// <inheritdoc/>
    protected override void Read(ref StateReader reader)
    {
        _usual.Restore(ref reader);
        for (var i = 0; i < Points; i++) _values[i] = BitConverter.UInt32BitsToSingle((uint)reader.UInt());
        reader.Raw(Points * Courses).CopyTo(MemoryMarshal.AsBytes((Span<sbyte>)_known));
        reader.Raw(Courses).CopyTo(_met);
        _sum = reader.Double();
        _rows = reader.Small();
        _points = reader.Small();
    }

    /// <summary>The last twelve points, oldest first, around their mean in their own deviation, or in the usual one where they are quiet.</summary>
    private void Normalise(Span<sbyte> course, double scale)
    {
        double sum = 0, squares = 0;
        foreach (var value in (ReadOnlySpan<float>)_values) sum += value;
        var mean = sum / Points;
        foreach (var value in (ReadOnlySpan<float>)_values) squares += (value - mean) * (value - mean);
        var deviation = Math.Max(Math.Sqrt(squares / Points), Quiet * scale);
        for (var i = 0; i < Points; i++)
            course[i] = (sbyte)Math.Clamp(Math.Round((_values[(_points + i) % Points] - mean) / deviation * Unit), sbyte.MinValue, sbyte.MaxValue);
    }

    private int Nearest(ReadOnlySpan<sbyte> course, out double distance)
    {
        var nearest = 0;
        var least = int.MaxValue;
        ReadOnlySpan<sbyte> known = _known;
        for (var one = 0; one < Courses; one++)
        {
            if (_met[one] == 0) continue;
            var squares = 0;
            for (var i = 0; i < Points; i++)
            {
                var apart = course[i] - known[(one * Points) + i];
                squares += apart * apart;
            }

            if (squares >= least) continue;
            (nearest, least) = (one, squares);
        }

        distance = least == int.MaxValue ? 0 : Math.Sqrt((double)least / Points) / Unit;
        if (least == int.MaxValue) Take(course);
        return nearest;
    }

    private void Take(ReadOnlySpan<sbyte> course)
    {
        var rarest = 0;
        for (var one = 1; one < Courses; one++)
            if (_met[one] < _met[rarest]) rarest = one;
        course.CopyTo(((Span<sbyte>)_known)[(rarest * Points)..]);
        _met[rarest] = 1;
    }

    private void Move(ReadOnlySpan<sbyte> course, int nearest)
    {
        var known = ((Span<sbyte>)_known).Slice(nearest * Points, Points);
        for (var i = 0; i < Points; i++) known[i] += (sbyte)((course[i] - known[i]) / Follow);
        if (_met[nearest] < byte.MaxValue)
        {
            _met[nearest]++;
            return;
        }

        for (var one = 0; one < Courses; one++) _met[one] = (byte)((_met[one] + 1) / 2);
    }

    [InlineArray(Points)]
    private struct Values
    {
        private float _first;
    }

    [InlineArray(Points * Courses)]
    private struct Known
    {
        private sbyte _first;
    }

    [InlineArray(Courses)]
    private struct Met
    {
        private byte _first;
    }
}
