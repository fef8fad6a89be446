using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>Decides when a task tells rules over several partitions how far it has come.</summary>
/// <remarks>Each <see cref="Signals.SignalSettings.MarkEvery"/> in which something changed, and each <see cref="Pulse"/> in any case, so that it is known to live. Owned by the
/// task's thread.</remarks>
/// <param name="task">The task.</param>
/// <param name="source">What it reads.</param>
/// <param name="every">The pace.</param>
/// <param name="time">Wall clock.</param>
internal sealed class SignalMarks(TaskState task, ITaskSource source, TimeSpan every, TimeProvider time)
{
    /// <summary>The longest silence of a task that lives; so often its owner introduces itself.</summary>
    public static readonly TimeSpan Pulse = TimeSpan.FromSeconds(5);

    /// <summary>How long its log must hold no more before it counts as idle: a clock that stands still for a moment is no silence.</summary>
    public static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(1);

    private (EventTime Newest, bool IsIdle) _told = (EventTime.MinValue, false);
    private long _toldAt;
    private long _readAt = time.GetTimestamp();
    private long _introducedAt = time.GetTimestamp();
    private bool _hasTold;

    /// <summary>The task has read records.</summary>
    public void HasRead() => _readAt = time.GetTimestamp();

    /// <summary>What is to be told now; null where nothing is.</summary>
    public TaskInput.Mark? Next()
    {
        if (!task.IsTapped || task.Rebuild is not null) return null;
        var since = time.GetElapsedTime(_toldAt);
        if (_hasTold && since < every) return null;
        var isIdle = source.AtEnd && time.GetElapsedTime(_readAt) >= IdleAfter;
        if (_hasTold && since < Pulse && _told == (task.Newest, isIdle)) return null;
        (_hasTold, _toldAt, _told) = (true, time.GetTimestamp(), (task.Newest, isIdle));
        var introduces = time.GetElapsedTime(_introducedAt) >= Pulse;
        if (introduces) _introducedAt = time.GetTimestamp();
        return new TaskInput.Mark(isIdle, introduces);
    }
}
