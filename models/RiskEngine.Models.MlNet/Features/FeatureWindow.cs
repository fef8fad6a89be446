using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Models.MlNet.Features;

/// <summary>The latest values of one input, for aggregates over <c>(t - size, t]</c>. At most <see cref="Most"/> values; older ones are dropped first.</summary>
internal sealed class FeatureWindow(TimeSpan size)
{
    public const int Most = 1024;
    private long[] _times = new long[8];
    private double[] _values = new double[8];
    private int _first, _count;

    /// <summary>Adds a value. A time behind the newest counts as the newest.</summary>
    public void Add(EventTime at, double value)
    {
        var micros = at.Micros;
        if (_count > 0) micros = Math.Max(micros, _times[Place(_count - 1)]);
        Expire(micros);
        if (_count == Most) (_first, _count) = (Place(1), _count - 1);
        if (_count == _times.Length) Grow();
        (_times[Place(_count)], _values[Place(_count)]) = (micros, value);
        _count++;
    }

    /// <summary>Drops what has left the window.</summary>
    public void Advance(EventTime at) => Expire(at.Micros);

    /// <summary>The aggregate; NaN where the window is empty, except for a count.</summary>
    public double Of(FeatureAggregate aggregate)
    {
        if (aggregate == FeatureAggregate.Count) return _count;
        if (_count == 0) return double.NaN;
        double sum = 0, least = double.PositiveInfinity, most = double.NegativeInfinity;
        for (var i = 0; i < _count; i++)
        {
            var value = _values[Place(i)];
            sum += value;
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        return aggregate switch
        {
            FeatureAggregate.Avg => sum / _count,
            FeatureAggregate.Min => least,
            FeatureAggregate.Max => most,
            FeatureAggregate.Sum => sum,
            _ => Deviation(sum / _count),
        };
    }

    public void Save(StateWriter writer)
    {
        writer.Count(_count);
        for (var i = 0; i < _count; i++)
        {
            writer.Int(_times[Place(i)]);
            writer.Double(_values[Place(i)]);
        }
    }

    public void Restore(ref StateReader reader)
    {
        var count = reader.Count();
        if (count > Most) throw new StateFormatException($"a window of {count} values; at most {Most} are kept");
        (_times, _values) = (new long[Math.Max(8, count)], new double[Math.Max(8, count)]);
        (_first, _count) = (0, count);
        for (var i = 0; i < count; i++) (_times[i], _values[i]) = (reader.Int(), reader.Double());
    }

    private double Deviation(double mean)
    {
        double squares = 0;
        for (var i = 0; i < _count; i++)
        {
            var away = _values[Place(i)] - mean;
            squares += away * away;
        }

        return Math.Sqrt(squares / _count);
    }

    private void Expire(long now)
    {
        var oldest = now - (long)size.TotalMicroseconds;
        while (_count > 0 && _times[_first] <= oldest) (_first, _count) = (Place(1), _count - 1);
    }

    private int Place(int i)
    {
        var place = _first + i;
        return place >= _times.Length ? place - _times.Length : place;
    }

    private void Grow()
    {
        var times = new long[Math.Min(Most, _count * 2)];
        var values = new double[times.Length];
        for (var i = 0; i < _count; i++) (times[i], values[i]) = (_times[Place(i)], _values[Place(i)]);
        (_times, _values, _first) = (times, values, 0);
    }
}
