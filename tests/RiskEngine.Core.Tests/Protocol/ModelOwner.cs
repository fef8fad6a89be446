namespace RiskEngine.Core.Tests.Protocol;

/// <summary>One instance of the engine, as far as the task is concerned.</summary>
internal readonly record struct ModelOwner
{
    public enum Phase
    {
        Idle,
        Reading,
        Running,
    }

    public Phase Is { get; init; }

    public int Epoch { get; init; }

    /// <summary>Reading: the offset of the checkpoint that is being read. Running: the next event.</summary>
    public int Position { get; init; }

    /// <summary>Where events wait: the next record to read. Running: the event at <see cref="Position"/> waits, or is the next to read.</summary>
    public int Read { get; init; }

    /// <summary>The events that were read and wait, one bit each.</summary>
    public int Waiting { get; init; }

    /// <summary>The events that are known to be lost, one bit each.</summary>
    public int Lost { get; init; }

    /// <summary>Whether it has taken its last snapshot.</summary>
    public bool Stopping { get; init; }

    /// <summary>The events whose effect is in the state, one bit each.</summary>
    public int State { get; init; }

    /// <summary>The events since the last snapshot.</summary>
    public int Changed { get; init; }

    /// <summary>Alerts published by this life and not acknowledged to it, one bit each.</summary>
    public int Unacknowledged { get; init; }

    /// <summary>First segment that the next checkpoint names, if its round does not end.</summary>
    public int Oldest { get; init; }

    /// <summary>Last segment of the checkpoint that was read, or of the last snapshot.</summary>
    public int Newest { get; init; }

    /// <summary>Reading: number of the next segment to read.</summary>
    public int Next { get; init; }

    /// <summary>The snapshot that is being saved; none of the next may begin before.</summary>
    public ModelStep? Saving { get; init; }

    /// <summary>Whether it is on its way to the store.</summary>
    public bool Sent { get; init; }
}
