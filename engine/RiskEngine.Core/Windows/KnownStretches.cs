using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>Since when the keys of a table are known without a silence as long as a window: how much of a window is covered by readings.</summary>
/// <remarks>
/// A reading holds until the next one, as for averages over time, but no longer than the window is long. So how much of a window is known depends on
/// the readings of two windows' lengths, whatever others keep of the key. Memory per row: 8 bytes, and 8 for each span. Owned by one task.
/// </remarks>
internal sealed class KnownStretches
{
    private readonly TimeSpan[] _spans;
    private long[] _last;
    private long[] _since;

    /// <summary>Creates the stretches of no rows.</summary>
    /// <param name="spans">The lengths of the windows.</param>
    /// <param name="rows">For how many rows there is room.</param>
    public KnownStretches(IEnumerable<TimeSpan> spans, int rows)
    {
        _spans = [.. spans];
        _last = new long[rows];
        _since = new long[rows * _spans.Length];
    }

    /// <summary>The lengths of the windows.</summary>
    public ReadOnlySpan<TimeSpan> Spans => _spans;

    /// <summary>Makes room for more rows.</summary>
    public void Resize(int rows)
    {
        Array.Resize(ref _last, rows);
        Array.Resize(ref _since, rows * _spans.Length);
    }

    /// <summary>Begins a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="since">Since when its key is known.</param>
    /// <param name="last">Its last reading, or a time after that.</param>
    public void Begin(int row, EventTime since, EventTime last)
    {
        _last[row] = last.Micros;
        _since.AsSpan(row * _spans.Length, _spans.Length).Fill(since.Micros);
    }

    /// <summary>A reading has come.</summary>
    /// <param name="row">The row.</param>
    /// <param name="from">Since when it stands for its key: its time, or the start of what it sums up.</param>
    /// <param name="at">Its time.</param>
    public void Add(int row, EventTime from, EventTime at)
    {
        var silence = at.Micros - _last[row];
        if (silence <= 0) return;
        _last[row] = at.Micros;
        for (var i = 0; i < _spans.Length; i++)
        {
            ref var since = ref _since[(row * _spans.Length) + i];
            if (silence > Micros(_spans[i])) since = from.Micros;
        }
    }

    /// <summary>How much of a window is known, from 0 to 1.</summary>
    public double Of(int row, int span, EventTime end)
    {
        var size = (double)Micros(_spans[span]);
        return Math.Clamp((end.Micros - _since[(row * _spans.Length) + span]) / size, 0, 1);
    }

    /// <summary>Writes a row.</summary>
    public void Save(int row, StateWriter writer)
    {
        writer.Int(_last[row]);
        writer.Count(_spans.Length);
        for (var i = 0; i < _spans.Length; i++)
        {
            writer.Int(Micros(_spans[i]));
            writer.Int(_last[row] - _since[(row * _spans.Length) + i]);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote into a row that has begun; windows of another length are passed over.</summary>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    public void Restore(int row, ref StateReader reader)
    {
        var last = reader.Time();
        _last[row] = last.Micros;
        for (var left = reader.Count(); left > 0; left--)
        {
            var (span, known) = (reader.Int(), reader.Int());
            if (known < 0) throw new StateFormatException($"known for {known} microseconds");
            for (var i = 0; i < _spans.Length; i++)
            {
                if (Micros(_spans[i]) == span) _since[(row * _spans.Length) + i] = last.Micros - known;
            }
        }
    }

    /// <summary>What <see cref="Save"/> wrote, in words; where nobody asks for it, it is passed over so.</summary>
    public static string InWords(ref StateReader reader)
    {
        var last = reader.Time();
        var words = $"; newest at {last}";
        for (var left = reader.Count(); left > 0; left--)
        {
            var span = TimeSpan.FromMicroseconds(reader.Int());
            words += $", known since {new EventTime(Math.Max(EventTime.MinValue.Micros, last.Micros - reader.Int()))} for windows of {span}";
        }

        return words;
    }

    /// <summary>Takes a row of others; windows of a length that they do not have are known since the row began.</summary>
    public void Copy(int row, KnownStretches from, int fromRow)
    {
        _last[row] = from._last[fromRow];
        for (var i = 0; i < _spans.Length; i++)
        {
            var same = Array.IndexOf(from._spans, _spans[i]);
            if (same >= 0) _since[(row * _spans.Length) + i] = from._since[(fromRow * from._spans.Length) + same];
        }
    }

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
