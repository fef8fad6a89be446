using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tasks;

/// <summary>Where a task stands in its partition and in time; stored in one step with the state that belongs to it.</summary>
public sealed record TaskCheckpoint
{
    private const byte FormatVersion = 4;
    private const byte WithoutDuplicates = 3;
    private const byte WithoutLosses = 2;

    /// <summary>Offset of the next record to read.</summary>
    /// <remarks>Of the records before it, events at or before <see cref="Watermark"/> are in the state.</remarks>
    public required long NextOffset { get; init; }

    /// <summary>What was handled beyond <see cref="NextOffset"/> before a restart whose replay was not finished here; usually empty.</summary>
    public IReadOnlyList<HandledMark> Earlier { get; init; } = [];

    /// <summary>Where reading resumes: the record of the oldest event that waited for the watermark and is not among those kept, or <see cref="NextOffset"/>.</summary>
    /// <remarks>Of the records in between, those events are passed over that <see cref="NextOffset"/> and <see cref="Earlier"/> say were handled.</remarks>
    public required long ResumeOffset { get; init; }

    /// <summary>The watermark; everything at or before it has been evaluated.</summary>
    public required EventTime Watermark { get; init; }

    /// <summary>The counts up to here.</summary>
    public required Ledger Ledger { get; init; }

    /// <summary>Events that waited at an earlier restart and whose records are still to be read again; those that never come are lost.</summary>
    public long Owed { get; init; }

    /// <summary>The watermark at which records were last found lost; <see cref="EventTime.MinValue"/> where none were, or before the first event.</summary>
    public EventTime LossAt { get; init; } = EventTime.MinValue;

    /// <summary>The waiting events of all records below <see cref="ResumeOffset"/>, as <see cref="WaitingEvents"/> writes them; empty where they are read again.</summary>
    public ReadOnlyMemory<byte> Kept { get; init; } = Array.Empty<byte>();

    /// <summary>Number of the oldest segment that a restore needs.</summary>
    public required long OldestSegment { get; init; }

    /// <summary>The <see cref="OldestSegment"/> of the checkpoint before: the segments from there on can be dropped. Not stored.</summary>
    public long OldestBefore { get; init; }

    /// <summary>Number of the newest segment.</summary>
    public required long NewestSegment { get; init; }

    /// <summary>Encodes all but the segments.</summary>
    public byte[] Encode()
    {
        var writer = new StateWriter();
        writer.Byte(FormatVersion);
        writer.Int(NextOffset);
        writer.Int(ResumeOffset);
        writer.Int(Watermark.Micros);
        writer.Int(OldestSegment);
        writer.Int(NewestSegment);
        Ledger.Save(writer);
        writer.Count(Earlier.Count);
        foreach (var mark in Earlier)
        {
            writer.Int(mark.Below);
            writer.Int(mark.Until.Micros);
        }

        writer.Int(Owed);
        writer.Int(LossAt.Micros);
        writer.Bytes(Kept.Span);
        Checksum.Seal(writer);
        return writer.ToArray();
    }

    /// <summary>Decodes what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="StateFormatException">The bytes are damaged or of a newer format.</exception>
    public static TaskCheckpoint Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(Checksum.Open(bytes));
        var version = reader.Byte();
        if (version is < WithoutLosses or > FormatVersion)
        {
            throw new StateFormatException($"checkpoint of format {version}; this engine reads formats {WithoutLosses} to {FormatVersion}", version > FormatVersion);
        }

        var hasLosses = version >= WithoutDuplicates;
        return new TaskCheckpoint
        {
            NextOffset = reader.Int(),
            ResumeOffset = reader.Int(),
            Watermark = reader.Time(),
            OldestSegment = reader.Int(),
            NewestSegment = reader.Int(),
            Ledger = Ledger.Restored(ref reader, hasLosses, version > WithoutDuplicates),
            Earlier = Marks(ref reader),
            Owed = hasLosses ? reader.Int() : 0,
            LossAt = hasLosses ? reader.Time() : EventTime.MinValue,
            Kept = hasLosses ? reader.Bytes().ToArray() : Array.Empty<byte>(),
        };
    }

    private static HandledMark[] Marks(ref StateReader reader)
    {
        var marks = reader.Count() is var count and > 0 ? new HandledMark[count] : [];
        for (var i = 0; i < marks.Length; i++) marks[i] = new HandledMark(reader.Int(), reader.Time());
        return marks;
    }
}
