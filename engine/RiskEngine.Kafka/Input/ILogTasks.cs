using RiskEngine.Core.Events;

namespace RiskEngine.Kafka.Input;

/// <summary>Told by the log reader which partitions this instance owns.</summary>
public interface ILogTasks
{
    /// <summary>A partition was assigned. It delivers nothing until <see cref="LogPartition.StartAt"/>.</summary>
    void Assigned(LogPartition partition);

    /// <summary>Partitions are about to go to another instance: stop them, save, and return within the time given.</summary>
    void Revoked(IReadOnlyList<TaskId> tasks, TimeSpan timeout);

    /// <summary>Partitions have already gone to another instance: stop without saving.</summary>
    void Lost(IReadOnlyList<TaskId> tasks);
}
