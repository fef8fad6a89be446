using RiskEngine.Core.Time;
using RiskEngine.Desk.Intake;
using RiskEngine.Desk.Records;

namespace RiskEngine.Desk;

/// <summary>Plays recorded transitions, JSON Lines of <c>risk.alerts.v1</c>, through a desk. Time is that of the transitions, and never goes back.</summary>
/// <param name="desk">The desk.</param>
/// <param name="publish">Takes each record that it writes.</param>
public sealed class DeskReplay(AlertDesk desk, Action<DeskRecord> publish)
{
    private const int MostLine = 1 << 20;
    private readonly AlertDecoder _decoder = new();
    private EventTime _at = EventTime.MinValue;

    /// <summary>Lines that are no transitions: the number of the line, and what is wrong with it.</summary>
    public IList<(long Line, string Fault)> Faults { get; } = [];

    /// <summary>Plays all of it, and then as much time as lets incidents that are over be resolved.</summary>
    /// <param name="lines">UTF-8 JSON Lines.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="InvalidDataException">A line is longer than a mebibyte.</exception>
    public void Run(Stream lines, CancellationToken cancellationToken)
    {
        var (buffer, filled, number) = (new byte[64 * 1024], 0, 0L);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (filled == MostLine) throw new InvalidDataException($"line {number + 1} is too long");
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = lines.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            var start = 0;
            while (buffer.AsSpan(start, filled - start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                Take(buffer.AsSpan(start, length), ++number);
                start += length + 1;
            }

            if (read == 0)
            {
                if (start < filled) Take(buffer.AsSpan(start, filled - start), ++number);
                break;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
        }

        if (_at > EventTime.MinValue) desk.Tick(_at + desk.Policy.Incidents.Linger + desk.Policy.Incidents.Picture);
        Publish();
    }

    private void Take(ReadOnlySpan<byte> line, long number)
    {
        line = line.Trim(" \r\t"u8);
        if (line.IsEmpty) return;
        if (!_decoder.TryDecode(line, out var taken, out var fault))
        {
            Faults.Add((number, fault));
            return;
        }

        _at = EventTime.Max(_at, taken.At);
        desk.Take(taken, _at);
        Publish();
    }

    private void Publish()
    {
        foreach (var record in desk.Records) publish(record);
        desk.ClearRecords();
    }
}
