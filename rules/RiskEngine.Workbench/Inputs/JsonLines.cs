using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Inputs;

/// <summary>Reads one event a line.</summary>
/// <remarks>Lines are slices of the blocks that were read, not copies; a block lives as long as one of its lines is held.</remarks>
internal static class JsonLines
{
    // Below the size at which arrays leave the young generation.
    private const int BlockBytes = 64 * 1024;
    private const int LongestLine = 16 * 1024 * 1024;

    /// <summary>Streams the events of a file; empty lines are passed over.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="stream">Its content.</param>
    public static IEnumerable<RecordedEvent> Read(string path, Stream stream)
    {
        var envelopes = new EnvelopeReader();
        var time = EventTime.MinValue;
        foreach (var line in Split(path, stream))
        {
            if (envelopes.TryRead(line.Span, out var own, out var family, out var site)) time = own;
            else (family, site) = (EventFamily.Sensor, "");
            yield return new RecordedEvent(time, family, site, line);
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Split(string path, Stream stream)
    {
        var block = new byte[BlockBytes];
        var filled = 0;
        var lineNumber = 1L;
        while (true)
        {
            var read = stream.Read(block, filled, block.Length - filled);
            var end = filled + read;
            var start = 0;
            var searchFrom = filled;
            while (block.AsSpan(searchFrom, end - searchFrom).IndexOf((byte)'\n') is >= 0 and var length)
            {
                var line = Trimmed(block, start, searchFrom + length);
                start = searchFrom = searchFrom + length + 1;
                lineNumber++;
                if (line.Length > 0) yield return line;
            }

            if (read == 0)
            {
                var last = Trimmed(block, start, end);
                if (last.Length > 0) yield return last;
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

    private static ReadOnlyMemory<byte> Trimmed(byte[] block, int start, int end)
    {
        while (end > start && block[end - 1] is (byte)'\r' or (byte)' ') end--;
        return block.AsMemory(start, end - start);
    }
}
