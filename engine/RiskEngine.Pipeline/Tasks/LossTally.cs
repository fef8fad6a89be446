using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>Counts what retention took from a task: records that it never read, and events that waited at a restart and whose records never came again.</summary>
/// <remarks>Owned by the task's thread.</remarks>
internal sealed class LossTally
{
    private long _records;
    private long _noted;

    /// <summary>Events that waited at a restart and have not come again.</summary>
    public long Owed { get; private set; }

    /// <summary>The watermark at which the last loss was found; <see cref="EventTime.MinValue"/> where there was none, or no event yet.</summary>
    public EventTime At { get; private set; } = EventTime.MinValue;

    /// <summary>Goes on from a checkpoint.</summary>
    /// <param name="lost">What was lost before it.</param>
    /// <param name="owed">Events that waited there and must be read again.</param>
    /// <param name="at">When the last loss was found.</param>
    public void GoOnFrom(long lost, long owed, EventTime at)
    {
        (_records, _noted, At) = (lost, lost, at);
        Owed = Math.Max(0, owed);
    }

    /// <summary>All that was lost.</summary>
    /// <param name="isReplayOver">Whether all has been read again that is to be: what has not come by then never will.</param>
    public long Total(bool isReplayOver) => _records + (isReplayOver ? Owed : 0);

    /// <summary>Counts records that were removed before they were read.</summary>
    public void Removed(long records) => _records += records;

    /// <summary>Counts events that came again.</summary>
    public void CameAgain(long events) => Owed = Math.Max(0, Owed - events);

    /// <summary>Notes when a loss was found.</summary>
    public void Note(bool isReplayOver, EventTime watermark)
    {
        var total = Total(isReplayOver);
        if (total == _noted && (total == 0 || At != EventTime.MinValue)) return;
        (_noted, At) = (total, watermark);
    }
}
