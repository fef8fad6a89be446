using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Bench;

/// <summary>Writes the events of a profile as JSON of about 190 bytes, the same for every run. Allocates nothing per event.</summary>
/// <remarks>Owned by one thread.</remarks>
public sealed class SyntheticEvents
{
    /// <summary>No event is longer, but for <see cref="BenchProfile.ExtraBytes"/>.</summary>
    public const int MostBytes = 256;

    private const int ExtraAttributeBytes = 200;
    private const long AlertPhaseMicros = 60_000_000;
    private readonly BenchProfile _profile;
    private readonly byte[][] _kindHeads;
    private readonly byte[] _extra;
    private readonly byte[] _second = new byte[20];
    private readonly long _alertingSources;
    private readonly long _stride;
    private long _secondOf = long.MinValue;
    private ulong _state;

    /// <summary>Begins a load.</summary>
    /// <param name="profile">Which.</param>
    /// <param name="start">Time of the first event.</param>
    /// <param name="seed">Equal seeds give equal events.</param>
    public SyntheticEvents(BenchProfile profile, EventTime start, ulong seed = 20_260_101)
    {
        _profile = profile;
        _state = seed;
        Start = start;
        _kindHeads = [.. profile.Kinds.Select(kind => Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"source\":\"device-"))];
        _extra = Encoding.UTF8.GetBytes(string.Concat(
            Enumerable.Range(0, profile.ExtraBytes / ExtraAttributeBytes).Select(n => $",\"extra{n:D2}\":\"{new string('x', ExtraAttributeBytes - 12)}\"")));
        _alertingSources = (long)(profile.Sources * profile.AlertingShare);
        _stride = (long)(profile.Sources * 0.618) | 1;
        while (BigInteger.GreatestCommonDivisor(_stride, profile.Sources) != 1) _stride += 2;
    }

    /// <summary>Time of the first event.</summary>
    public EventTime Start { get; }

    /// <summary>Events written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Most bytes that one event of this load takes.</summary>
    public int Room => MostBytes + _extra.Length;

    /// <summary>The device whose turn it is; equal for equal counts.</summary>
    /// <remarks>
    /// After a first round in order each device has its place in every round, and neighbours in time are none in memory: as in a city, no cache can foresee
    /// the next.
    /// </remarks>
    public int NextSource()
    {
        if (!_profile.IsSkewed) return (int)(Count < _profile.Sources ? Count : Count % _profile.Sources * _stride % _profile.Sources);

        // The inverse of the harmonic sum: P(source < s) = ln(s + 1) / ln(n + 1), which is Zipf's law with exponent 1.
        return Math.Min(_profile.Sources - 1, (int)(Math.Pow(_profile.Sources + 1, Uniform()) - 1));
    }

    /// <summary>Event time of the next event where time runs by the profile.</summary>
    public EventTime NextTime()
    {
        var at = Start.Micros + (long)(Count * (_profile.ReportEvery.TotalMicroseconds / _profile.Sources));
        if (_profile.DisorderedShare > 0 && Uniform() < _profile.DisorderedShare) at -= (long)(Uniform() * _profile.Lateness.TotalMicroseconds);
        return new EventTime(at);
    }

    /// <summary>Appends records of <see cref="BenchProfile.EventsPerRecord"/> events, their time running by the profile.</summary>
    public void Fill(RecordBatch batch, int records, ref long offset)
    {
        for (var i = 0; i < records; i++)
        {
            var room = batch.Reserve(_profile.EventsPerRecord * (Room + 1));
            var length = 0;
            for (var line = 0; line < _profile.EventsPerRecord; line++)
            {
                if (line > 0) room[length++] = (byte)'\n';
                var at = NextTime();
                length += Write(room[length..], NextSource(), at);
            }

            batch.Commit(offset++, length);
        }
    }

    /// <summary>Writes the next event.</summary>
    /// <param name="into">At least <see cref="Room"/> bytes.</param>
    /// <param name="source">The device.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="value">The value; what the profile says where it is null.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> into, int source, EventTime at, double? value = null)
    {
        Count++;
        var length = Put(into, 0, _kindHeads[source % _kindHeads.Length]);
        length = Digits(into, length, source, 7);
        length = WriteSite(into, Put(into, length, "\",\"site\":\""u8), source);
        length = Put(into, length, "\",\"unit\":\"unit\",\"attributes\":{\"location\":\"indoor\",\"phase\":\"night\""u8);
        length = Put(into, length, _extra);
        length = Put(into, length, "},\"time\":\""u8);
        length = WriteTime(into, length, at);
        length = Put(into, length, "\",\"value\":"u8);
        Utf8Formatter.TryFormat(value ?? ValueOf(source, at), into[length..], out var written, new System.Buffers.StandardFormat('F', 3));
        length += written;
        into[length++] = (byte)'}';
        return length;
    }

    /// <summary>Writes the site of a device: eight devices share one.</summary>
    /// <returns>The position behind it.</returns>
    public static int WriteSite(Span<byte> into, int length, int source)
    {
        length = Digits(into, Put(into, length, "district"u8), source / 8 % 7, 1);
        length = Digits(into, Put(into, length, "/c"u8), source / 8 % 50, 2);
        length = Digits(into, Put(into, length, "/g"u8), source / 8 % 200, 3);
        return Digits(into, Put(into, length, "/b"u8), source / 8, 6);
    }

    private double ValueOf(int source, EventTime at)
    {
        var isAlerting = source < _alertingSources && (at.Micros / AlertPhaseMicros & 1) == 1;
        return isAlerting ? BenchRules.AlertFrom + 4 + Uniform() : 20 + (Uniform() * (BenchRules.OrdinaryBelow - 20));
    }

    private int WriteTime(Span<byte> into, int length, EventTime at)
    {
        var second = Math.DivRem(at.Micros, 1_000_000, out var micros);
        if (second != _secondOf)
        {
            _secondOf = second;
            Encoding.UTF8.GetBytes(DateTimeOffset.FromUnixTimeSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss'.'", CultureInfo.InvariantCulture), _second);
        }

        length = Digits(into, Put(into, length, _second), (int)(micros / 1000), 3);
        into[length++] = (byte)'Z';
        return length;
    }

    private static int Put(Span<byte> into, int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(into[length..]);
        return length + text.Length;
    }

    private static int Digits(Span<byte> into, int length, int number, int digits)
    {
        for (var i = digits - 1; i >= 0; i--, number /= 10) into[length + i] = (byte)('0' + (number % 10));
        return length + digits;
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"), as a number from 0 to below 1.</summary>
    private double Uniform()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (z ^ (z >> 31)) / 18446744073709551616.0;
    }
}
