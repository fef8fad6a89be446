using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Registers;

/// <summary>The cumulative register of a meter (a totaliser, a counter): tells what was used from what it shows, through noise, bad readings, roll-overs and
/// exchanged meters.</summary>
/// <remarks>
/// A reading is <em>ordinary</em> where it lies no more than the tolerance below the last one and no more than the greatest plausible step above it. Its step is
/// counted; a fall counts nothing, and the higher reading stays the one to compare with. A fall over the top (to where an ordinary step leads past the capacity) is
/// counted at once. Any other reading <em>waits</em> for a later one: where that is ordinary after the last reading, what waited was bad; where it is ordinary
/// after what waited, or at least near it beside the way there, the register stands there now, and only what it shows since a start near zero is counted.
/// <para>What is not given is guessed. The greatest plausible step is a hundred times the greatest pace so far, and a hundredth of the reading where there is
/// none; a jump beyond it counts after all where the next step goes on at about its pace (a burst pipe), and one no larger than a jump that lasted before is
/// plausible from then on, so that no use can be hidden twice. The tolerance is a millionth of the reading, or the largest small fall so far; the capacity is
/// the next power of ten.</para>
/// A value type without references: 72 bytes, no allocation. The same readings give the same totals; what is saved is all there is.
/// </remarks>
public struct Register
{
    /// <summary>Readings beyond this are none: sums would lose their decimals.</summary>
    public const double Largest = 1e15;

    private const double PlausiblePaces = 100;
    private const double UsualPaces = 2;
    private const double GoesOnWithin = 10;
    private const double UnknownShare = 0.01;
    private const double SmallBesides = 0.1;
    private const double NearTop = 0.1;
    private const double SmallFall = 1e-6;
    private const double Rounding = 1e-12;

    private double _reading = double.NaN;
    private double _shift;
    private long _at;
    private double _odd = double.NaN;
    private long _oddAt;
    private double _before = double.NaN;
    private double _pace;
    private double _noise;
    private double _jump;

    /// <summary>Creates a register that was never read.</summary>
    public Register()
    {
    }

    /// <summary>What has been used since the first reading, in units of the register; never falls.</summary>
    public readonly double Total => double.IsNaN(_reading) ? 0 : _reading + _shift;

    /// <summary>When <see cref="Total"/> was last known: the time of the last reading that does not wait.</summary>
    public readonly EventTime At => new(_at);

    /// <summary>Takes in a reading no earlier than those before it.</summary>
    /// <param name="at">When it was read.</param>
    /// <param name="reading">What the register showed.</param>
    /// <param name="limits">What is known of the register; the same at every reading.</param>
    /// <returns>What it was taken for; <see cref="Total"/> and <see cref="At"/> follow.</returns>
    public RegisterVerdict Read(EventTime at, double reading, RegisterLimits limits)
    {
        if (!(Math.Abs(reading) <= Largest)) return RegisterVerdict.NoReading;
        if (double.IsNaN(_reading)) return Begin(at, reading);
        var seconds = SecondsSince(_at, at);
        if (!double.IsNaN(_before) && IsBack(reading, seconds, limits)) return MoveTo(reading, 0, at, RegisterVerdict.Moved);
        if (IsOrdinary(_reading, reading, seconds, limits)) return Count(reading, at, seconds);
        if (reading < _reading && IsOverTheTop(reading, seconds, limits, out var used))
        {
            var top = _reading;
            MoveTo(reading, used, at, RegisterVerdict.RolledOver);
            _before = top;
            return RegisterVerdict.RolledOver;
        }

        if (!double.IsNaN(_odd) && at.Micros > _oddAt && Settle(reading, at, limits) is { } verdict) return verdict;
        (_odd, _oddAt) = (reading, at.Micros);
        return RegisterVerdict.Waiting;
    }

    /// <summary>A register of which no more than a reading is known, as earlier formats of the state kept it.</summary>
    internal static Register ReadAt(EventTime at, double reading, double total)
    {
        var register = new Register();
        if (register.Read(at, reading, RegisterLimits.Guessed) == RegisterVerdict.First) register._shift = total - reading;
        return register;
    }

    /// <summary>Writes all that it knows.</summary>
    public readonly void Save(StateWriter writer)
    {
        writer.Double(_reading);
        writer.Double(_shift);
        writer.Int(_at);
        writer.Double(_odd);
        if (!double.IsNaN(_odd)) writer.Int(_oddAt - _at);
        writer.Double(_before);
        writer.Double(_pace);
        writer.Double(_noise);
        writer.Double(_jump);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    public void Restore(ref StateReader reader)
    {
        _reading = reader.Double();
        _shift = reader.Double();
        var at = reader.Time();
        _at = at.Micros;
        _odd = reader.Double();
        _oddAt = double.IsNaN(_odd) ? 0 : reader.Time(at).Micros;
        _before = reader.Double();
        _pace = reader.Double();
        _noise = reader.Double();
        _jump = reader.Double();
    }

    private RegisterVerdict Begin(EventTime at, double reading)
    {
        (_reading, _shift, _at) = (reading, -reading, at.Micros);
        return RegisterVerdict.First;
    }

    /// <summary>Goes on with an ordinary reading; what waited was a bad one, and a small fall of it is noise from now on.</summary>
    private RegisterVerdict Count(double reading, EventTime at, double seconds)
    {
        var waited = !double.IsNaN(_odd);
        if (waited && _odd < _reading) LearnNoise(_reading - _odd, seconds);
        var fell = reading < _reading;
        if (!fell)
        {
            _pace = Math.Max(_pace, (reading - _reading) / seconds);
            _reading = reading;
        }

        if (_reading >= _before) _before = double.NaN;
        (_at, _odd) = (at.Micros, double.NaN);
        return waited ? RegisterVerdict.Returned : fell ? RegisterVerdict.Noise : RegisterVerdict.Counted;
    }

    /// <summary>Says what the reading that waits was, by a later one that does not go on from before it; null where that cannot be told either.</summary>
    private RegisterVerdict? Settle(double reading, EventTime at, RegisterLimits limits)
    {
        var (from, odd) = (_reading, _odd);
        var seconds = SecondsSince(_oddAt, at);
        var oddSeconds = SecondsSince(_at, new EventTime(_oddAt));
        if (limits.MaxStep is null && GoesOn((odd - from) / oddSeconds, (reading - odd) / seconds))
        {
            _pace = Math.Max(_pace, (reading - from) / SecondsSince(_at, at));
            return MoveTo(reading, reading - from, at, RegisterVerdict.Counted);
        }

        var isOrdinary = IsOrdinary(odd, reading, seconds, limits);
        if (!isOrdinary && (limits.MaxStep is not null || !IsNear(odd, reading, from))) return null;
        var step = isOrdinary ? Math.Max(0, reading - odd) : 0;
        var isAnew = odd < from && IsNearZero(odd, oddSeconds, limits);
        if (odd > from) _jump = Math.Max(_jump, odd - from);
        else LearnNoise(from - odd, oddSeconds);
        var comesBackByJump = odd < from && !IsOrdinary(odd, from, seconds, limits);
        _pace = Math.Max(_pace, step / seconds);
        MoveTo(Math.Max(odd, reading), (isAnew ? Math.Max(0, odd) : 0) + step, at, RegisterVerdict.Moved);
        if (comesBackByJump) _before = from;
        return isAnew ? RegisterVerdict.Restarted : RegisterVerdict.Moved;
    }

    private RegisterVerdict MoveTo(double reading, double used, EventTime at, RegisterVerdict verdict)
    {
        var total = Total + used;
        (_reading, _shift, _at) = (reading, total - reading, at.Micros);
        (_odd, _before) = (double.NaN, double.NaN);
        return verdict;
    }

    private readonly bool IsOrdinary(double from, double to, double seconds, RegisterLimits limits) =>
        to >= from ? to - from <= Plausible(from, seconds, limits) : from - to <= Tolerance(from, limits);

    /// <summary>Whether the register is back where it stood before it fell, by a jump: what it fell to was bad after all, however long it lasted.</summary>
    private readonly bool IsBack(double reading, double seconds, RegisterLimits limits) =>
        reading - _reading > Usual(seconds) && IsOrdinary(_before, reading, seconds, limits);

    private readonly bool IsOverTheTop(double reading, double seconds, RegisterLimits limits, out double used)
    {
        var capacity = limits.Capacity ?? (_reading >= 1 ? Math.Pow(10, Math.Ceiling(Math.Log10(_reading * (1 + Rounding)))) : double.NaN);
        used = capacity - _reading + reading;
        var most = limits.Capacity is null ? Usual(seconds) : Math.Min(NearTop * capacity, Plausible(_reading, seconds, limits));
        return reading >= 0 && used >= 0 && used <= most + (Rounding * capacity);
    }

    /// <summary>Whether a register that fell shows no more than could have been used since it was read last, and is nearer to zero than to that reading.</summary>
    private readonly bool IsNearZero(double odd, double seconds, RegisterLimits limits) =>
        odd >= -Tolerance(_reading, limits) && odd <= Usual(seconds) + (Rounding * _reading) && odd <= _reading / 2;

    /// <summary>Whether a register moved little after it had moved far.</summary>
    private static bool IsNear(double odd, double reading, double from) => reading >= odd && reading - odd <= SmallBesides * Math.Abs(odd - from);

    private static bool GoesOn(double pace, double next) => pace > 0 && next > 0 && next <= pace * GoesOnWithin && pace <= next * GoesOnWithin;

    /// <summary>The greatest step that is taken for use.</summary>
    private readonly double Plausible(double from, double seconds, RegisterLimits limits)
    {
        var rounding = Rounding * Math.Abs(from);
        if (limits.MaxStep is { } step) return (step * (limits.Per is { } per ? Math.Max(1, seconds / per.TotalSeconds) : 1)) + rounding;
        return Math.Max(_jump, _pace > 0 ? PlausiblePaces * _pace * seconds : UnknownShare * Math.Abs(from)) + rounding;
    }

    /// <summary>What the register has used at most in such a time, and as much again for what is between two readings.</summary>
    private readonly double Usual(double seconds) => UsualPaces * _pace * seconds;

    /// <summary>The largest fall that is noise.</summary>
    private readonly double Tolerance(double from, RegisterLimits limits) =>
        (Rounding * Math.Abs(from)) + (limits.Tolerance ?? Math.Max(_noise, SmallFall * Math.Abs(from)));

    private void LearnNoise(double fall, double seconds)
    {
        if (fall <= Usual(seconds)) _noise = Math.Max(_noise, fall);
    }

    /// <summary>Readings nearer than a second are taken as a second apart: a pace over less says little.</summary>
    private static double SecondsSince(long from, EventTime at) => Math.Max(1, (at.Micros - from) / 1e6);
}
