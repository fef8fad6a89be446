using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tasks;

/// <summary>Where a task stands in its partition and in time; stored in one step with the state that belongs to it.</summary>
public sealed record TaskCheckpoint
{
    private const byte FormatVersion = 7;
    private const byte WithoutRequests = 6;
    private const byte WithoutTicks = 5;
    private const byte OneWatermark = 4;
    private const byte WithoutDuplicates = 3;
    private const byte WithoutLosses = 2;

    /// <summary>Offset of the next record to read.</summary>
    /// <remarks>All records before it have been taken in, also those that a replay has not come to again.</remarks>
    public required long NextOffset { get; init; }

    /// <summary>Where reading resumes: the record of the oldest event that waits and is not among those kept, or <see cref="NextOffset"/>.</summary>
    /// <remarks>Of the records in between, only the events that waited are taken in again.</remarks>
    public required long ResumeOffset { get; init; }

    /// <summary>The newest event time of the task.</summary>
    public required EventTime Newest { get; init; }

    /// <summary>No source has come further; times of the state that lie beyond are damage.</summary>
    public EventTime Latest { get; init; } = EventTime.MaxValue;

    /// <summary>Whether it was stored before keys had clocks of their own: what happened until <see cref="Newest"/> has been evaluated, and no more.</summary>
    public bool HasOneWatermark { get; init; }

    /// <summary>The counts up to here.</summary>
    public required Ledger Ledger { get; init; }

    /// <summary>Events that waited at an earlier restart and whose records are still to be read again; those that never come are lost.</summary>
    public long Owed { get; init; }

    /// <summary>The watermark at which records were last found lost; <see cref="EventTime.MinValue"/> where none were, or before the first event.</summary>
    public EventTime LossAt { get; init; } = EventTime.MinValue;

    /// <summary>The waiting events of all records below <see cref="ResumeOffset"/>, as <see cref="WaitingEvents"/> writes them; empty where they are read again.</summary>
    public ReadOnlyMemory<byte> Kept { get; init; } = Array.Empty<byte>();

    /// <summary>Up to where the recorded ticks of idle clocks were taken in.</summary>
    public TickPlace Ticks { get; init; }

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
        writer.Int(Newest.Micros);
        writer.Int(Latest.Micros);
        writer.Int(OldestSegment);
        writer.Int(NewestSegment);
        Ledger.Save(writer);
        writer.Int(Owed);
        writer.Int(LossAt.Micros);
        writer.Bytes(Kept.Span);
        writer.Int(Ticks.Next);
        writer.Int(Ticks.Epoch);
        writer.Int(Ticks.Requests);
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

        var hasLosses = version > WithoutLosses;
        var hasOneWatermark = version <= OneWatermark;
        var (next, resume, newest) = (reader.Int(), reader.Int(), reader.Time());
        return new TaskCheckpoint
        {
            HasOneWatermark = hasOneWatermark,
            NextOffset = next,
            ResumeOffset = resume,
            Newest = newest,
            Latest = hasOneWatermark ? newest : reader.Time(),
            OldestSegment = reader.Int(),
            NewestSegment = reader.Int(),
            Ledger = LedgerOf(ref reader, version),
            Owed = hasLosses ? reader.Int() : 0,
            LossAt = hasLosses ? reader.Time() : EventTime.MinValue,
            Kept = hasLosses ? reader.Bytes().ToArray() : Array.Empty<byte>(),
            Ticks = version > WithoutTicks ? new TickPlace(reader.Int(), reader.Int(), version > WithoutRequests ? reader.Int() : 0) : default,
        };
    }

    /// <summary>The counts; behind those of earlier formats stand marks of what had been handled further on, which nobody needs any more.</summary>
    private static Ledger LedgerOf(ref StateReader reader, byte version)
    {
        var ledger = Ledger.Restored(ref reader, version > WithoutLosses, version > WithoutDuplicates);
        if (version > OneWatermark) return ledger;
        for (var left = reader.Count(); left > 0; left--)
        {
            reader.Int();
            reader.Time();
        }

        return ledger;
    }
}
