using RiskEngine.Core.Registers;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>A register by its definition: keeps all it was ever told and looks through all of it at every question.</summary>
internal sealed class RegisterTwin(RegisterLimits limits)
{
    private readonly List<double> _paces = [];
    private readonly List<double> _smallFalls = [];
    private readonly List<double> _lastingJumps = [];
    private (long At, double Value)? _standsAt;
    private (long At, double Value)? _odd;
    private double? _fellFrom;

    public double Total { get; private set; }

    /// <summary>What had been counted after each of some readings, given by time in microseconds and value.</summary>
    public static List<double> Totals(IEnumerable<(long At, double Value)> readings, RegisterLimits limits)
    {
        var twin = new RegisterTwin(limits);
        return [.. readings.Select(reading =>
        {
            twin.Read(reading.At, reading.Value);
            return twin.Total;
        })];
    }

    public RegisterVerdict Read(long at, double value)
    {
        if (double.IsNaN(value) || Math.Abs(value) > 1e15) return RegisterVerdict.NoReading;
        if (_standsAt is not { } last)
        {
            _standsAt = (at, value);
            return RegisterVerdict.First;
        }

        if (_fellFrom is { } high && value - last.Value > 2 * Pace * Seconds(last.At, at) && Follows((last.At, high), (at, value)))
        {
            Stand(at, value, 0);
            return RegisterVerdict.Moved;
        }

        if (Follows(last, (at, value))) return GoOn(last, at, value);
        if (value < last.Value && OverTheTop(last, at, value) is { } used)
        {
            Stand(at, value, used);
            _fellFrom = last.Value;
            return RegisterVerdict.RolledOver;
        }

        if (_odd is { } odd && at > odd.At)
        {
            if (limits.MaxStep is null && AtAboutOnePace(last, odd, (at, value)))
            {
                _paces.Add((value - last.Value) / Seconds(last.At, at));
                Stand(at, value, value - last.Value);
                return RegisterVerdict.Counted;
            }

            var ordinary = Follows(odd, (at, value));
            var near = limits.MaxStep is null && value >= odd.Value && value - odd.Value <= 0.1 * Math.Abs(odd.Value - last.Value);
            if (ordinary || near) return Settle(last, odd, at, value, ordinary ? Math.Max(0, value - odd.Value) : 0);
        }

        _odd = (at, value);
        return RegisterVerdict.Waiting;
    }

    private RegisterVerdict GoOn((long At, double Value) last, long at, double value)
    {
        var odd = _odd;
        if (odd is not null && odd.Value.Value < last.Value) NoteFall(Math.Max(0, last.Value - odd.Value.Value), Seconds(last.At, at));
        var fell = value < last.Value;
        if (!fell) _paces.Add((value - last.Value) / Seconds(last.At, at));
        var stays = _fellFrom is { } high && Math.Max(last.Value, value) < high ? _fellFrom : null;
        Stand(at, fell ? last.Value : value, fell ? 0 : value - last.Value);
        _fellFrom = stays;
        return odd is not null ? RegisterVerdict.Returned : fell ? RegisterVerdict.Noise : RegisterVerdict.Counted;
    }

    private RegisterVerdict Settle((long At, double Value) last, (long At, double Value) odd, long at, double value, double step)
    {
        var oddSeconds = Seconds(last.At, odd.At);
        if (odd.Value > last.Value)
        {
            _lastingJumps.Add(odd.Value - last.Value);
            _paces.Add(step / Seconds(odd.At, at));
            Stand(at, Math.Max(odd.Value, value), step);
            return RegisterVerdict.Moved;
        }

        var isAnew = odd.Value >= -Tolerance(last.Value) && odd.Value <= (2 * Pace * oddSeconds) + (1e-12 * last.Value) && odd.Value <= last.Value / 2;
        NoteFall(last.Value - odd.Value, oddSeconds);
        double? fellFrom = Follows((odd.At, odd.Value), (at, last.Value)) ? null : last.Value;
        _paces.Add(step / Seconds(odd.At, at));
        Stand(at, Math.Max(odd.Value, value), step + (isAnew ? Math.Max(0, odd.Value) : 0));
        _fellFrom = fellFrom;
        return isAnew ? RegisterVerdict.Restarted : RegisterVerdict.Moved;
    }

    private void Stand(long at, double value, double used)
    {
        Total += used;
        _standsAt = (at, value);
        (_odd, _fellFrom) = (null, null);
    }

    /// <summary>Whether the second reading is an ordinary one after the first.</summary>
    private bool Follows((long At, double Value) first, (long At, double Value) second)
    {
        var step = second.Value - first.Value;
        return step >= 0 ? step <= Plausible(first, second.At) : -step <= Tolerance(first.Value);
    }

    private double? OverTheTop((long At, double Value) last, long at, double value)
    {
        var capacity = limits.Capacity ?? Enumerable.Range(0, 16).Select(power => Math.Pow(10, power)).Cast<double?>().FirstOrDefault(power => power > last.Value);
        if (capacity is not { } top || (limits.Capacity is null && last.Value < 1)) return null;
        var used = top - last.Value + value;
        var most = limits.Capacity is null ? 2 * Pace * Seconds(last.At, at) : Math.Min(top * 0.1, Plausible(last, at));
        return value >= 0 && used >= 0 && used <= most + (1e-12 * top) ? used : null;
    }

    private static bool AtAboutOnePace((long At, double Value) a, (long At, double Value) b, (long At, double Value) c)
    {
        var (first, second) = ((b.Value - a.Value) / Seconds(a.At, b.At), (c.Value - b.Value) / Seconds(b.At, c.At));
        return first > 0 && second > 0 && second <= first * 10 && first <= second * 10;
    }

    private double Pace => _paces.DefaultIfEmpty(0).Max();

    private double Plausible((long At, double Value) from, long at)
    {
        var rounding = 1e-12 * Math.Abs(from.Value);
        var seconds = Seconds(from.At, at);
        if (limits.MaxStep is { } step) return (limits.Per is { } per && seconds > per.TotalSeconds ? step * (seconds / per.TotalSeconds) : step) + rounding;
        return Math.Max(Pace > 0 ? 100 * Pace * seconds : 0.01 * Math.Abs(from.Value), _lastingJumps.DefaultIfEmpty(0).Max()) + rounding;
    }

    private double Tolerance(double from) =>
        (limits.Tolerance ?? Math.Max(1e-6 * Math.Abs(from), _smallFalls.DefaultIfEmpty(0).Max())) + (1e-12 * Math.Abs(from));

    private void NoteFall(double fall, double seconds)
    {
        if (fall <= 2 * Pace * seconds) _smallFalls.Add(fall);
    }

    private static double Seconds(long from, long to) => Math.Max(1, (to - from) / 1e6);
}
