using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Inputs;

/// <summary>Reads one event a line.</summary>
/// <remarks>Lines are slices of the blocks that were read, not copies; a block lives as long as one of its lines is held.</remarks>
internal static class JsonLines
{
    // Below the size at which arrays leave the young generation.
    private const int BlockBytes = 64 * 1024;
    private static readonly EventTime Earliest = EventDecoderOptions.Default.Earliest ?? EventTime.MinValue;
    private const int LongestLine = 16 * 1024 * 1024;

    /// <summary>Streams the events of a file; empty lines and a byte order mark are passed over.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="stream">Its content.</param>
    /// <exception cref="InputException">While reading: it is UTF-16, a line is longer than 16 MiB, or the stream is damaged.</exception>
    public static IEnumerable<RecordedEvent> Read(string path, Stream stream)
    {
        var envelopes = new EnvelopeReader();
        var time = EventTime.MinValue;
        foreach (var (line, number) in Split(path, stream))
        {
            if (!envelopes.TryRead(line.Span, out var own)) own = new Envelope(time, EventFamily.Sensor, "");
            if (own.Time >= Earliest) time = own.Time;
            yield return new RecordedEvent(time, own.Family, own.Site, line) { At = new RecordPlace(path, number) };
        }
    }

    /// <summary>The lines of a file that are not empty, with their numbers from 1.</summary>
    public static IEnumerable<(ReadOnlyMemory<byte> Line, long Number)> Split(string path, Stream stream)
    {
        var block = new byte[BlockBytes];
        var filled = 0;
        var lineNumber = 1L;
        while (true)
        {
            var read = stream.Read(block, filled, block.Length - filled);
            var end = filled + read;
            var start = lineNumber == 1 ? MarkLength(path, block.AsSpan(0, end)) : 0;
            var searchFrom = filled;
            while (block.AsSpan(searchFrom, end - searchFrom).IndexOf((byte)'\n') is >= 0 and var length)
            {
                var line = Trimmed(block, start, searchFrom + length);
                start = searchFrom = searchFrom + length + 1;
                if (line.Length > 0) yield return (line, lineNumber);
                lineNumber++;
            }

            if (read == 0)
            {
                var last = Trimmed(block, start, end);
                if (last.Length > 0) yield return (last, lineNumber);
                yield break;
            }

            filled = end - start;
            if (filled > LongestLine) throw InputException.At(path, lineNumber, "the line is longer than 16 MiB; is this really JSON Lines?");
            if (end < block.Length && start == 0) continue;

            // The rest of the block is the start of a line: it moves to a fresh block, so that lines handed out stay as they are.
            var next = new byte[Math.Max(BlockBytes, filled * 2)];
            block.AsSpan(start, filled).CopyTo(next);
            block = next;
        }
    }

    /// <summary>How many bytes a byte order mark takes; the file must be UTF-8.</summary>
    private static int MarkLength(string path, ReadOnlySpan<byte> first)
    {
        if (first is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) throw new InputException($"{path}: the file is UTF-16; save it as UTF-8");
        return first is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
    }

    private static ReadOnlyMemory<byte> Trimmed(byte[] block, int start, int end)
    {
        while (end > start && block[end - 1] is (byte)'\r' or (byte)' ' or (byte)'\t') end--;
        return block.AsMemory(start, end - start);
    }
}
