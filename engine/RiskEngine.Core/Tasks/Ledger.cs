using RiskEngine.Core.State;

namespace RiskEngine.Core.Tasks;

/// <summary>The counts that prove that nothing vanished, of one task since it first started.</summary>
/// <remarks>Always <c>consumed = evaluated + filtered + late + duplicates + deadLettered + waiting</c> and <c>candidates = published + shadowed</c>.</remarks>
public readonly record struct Ledger
{
    /// <summary>Events (lines) read from the input topic.</summary>
    public long Consumed { get; init; }

    /// <summary>Events that at least one rule looked at.</summary>
    public long Evaluated { get; init; }

    /// <summary>Events that no rule concerns.</summary>
    public long Filtered { get; init; }

    /// <summary>Events behind the watermark, sent to the late topic.</summary>
    public long Late { get; init; }

    /// <summary>Events that had been delivered before and did not count again.</summary>
    public long Duplicates { get; init; }

    /// <summary>Lines sent to the dead-letter topic.</summary>
    public long DeadLettered { get; init; }

    /// <summary>Events that wait for the watermark to reach them.</summary>
    public long Waiting { get; init; }

    /// <summary>Transitions that the rules produced.</summary>
    public long Candidates { get; init; }

    /// <summary>Transitions published to the alert topic.</summary>
    public long Published { get; init; }

    /// <summary>Transitions of shadow rules, published to the shadow topic only.</summary>
    public long Shadowed { get; init; }

    /// <summary>Records that retention removed before they were read, and events that waited and whose records it removed before they could be read again.</summary>
    /// <remarks>No part of the balance: nothing else is known of them.</remarks>
    public long Lost { get; init; }

    /// <summary>Whether both sides agree.</summary>
    public bool Balances => Consumed == Evaluated + Filtered + Late + Duplicates + DeadLettered + Waiting && Candidates == Published + Shadowed;

    /// <summary>The sum of two tasks' ledgers.</summary>
    public static Ledger operator +(Ledger a, Ledger b) => new()
    {
        Consumed = a.Consumed + b.Consumed,
        Evaluated = a.Evaluated + b.Evaluated,
        Filtered = a.Filtered + b.Filtered,
        Late = a.Late + b.Late,
        Duplicates = a.Duplicates + b.Duplicates,
        DeadLettered = a.DeadLettered + b.DeadLettered,
        Waiting = a.Waiting + b.Waiting,
        Candidates = a.Candidates + b.Candidates,
        Published = a.Published + b.Published,
        Shadowed = a.Shadowed + b.Shadowed,
        Lost = a.Lost + b.Lost,
    };

    /// <summary>Writes the counts.</summary>
    public void Save(StateWriter writer)
    {
        writer.Int(Consumed);
        writer.Int(Evaluated);
        writer.Int(Filtered);
        writer.Int(Late);
        writer.Int(DeadLettered);
        writer.Int(Waiting);
        writer.Int(Candidates);
        writer.Int(Published);
        writer.Int(Shadowed);
        writer.Int(Lost);
        writer.Int(Duplicates);
    }

    /// <summary>Reads the counts.</summary>
    /// <param name="reader">Stands at the first.</param>
    /// <param name="hasLost">Whether losses are among them; they are from checkpoints of format 3 on.</param>
    /// <param name="hasDuplicates">Whether duplicates are; from format 4 on.</param>
    public static Ledger Restored(ref StateReader reader, bool hasLost = true, bool hasDuplicates = true) => new()
    {
        Consumed = reader.Int(),
        Evaluated = reader.Int(),
        Filtered = reader.Int(),
        Late = reader.Int(),
        DeadLettered = reader.Int(),
        Waiting = reader.Int(),
        Candidates = reader.Int(),
        Published = reader.Int(),
        Shadowed = reader.Int(),
        Lost = hasLost ? reader.Int() : 0,
        Duplicates = hasDuplicates ? reader.Int() : 0,
    };
}
