namespace RiskEngine.Pipeline.Running;

/// <summary>Where a task stands.</summary>
public enum TaskPhase
{
    /// <summary>It asks the checkpoint store for its state.</summary>
    Acquiring,

    /// <summary>It loads its state.</summary>
    Restoring,

    /// <summary>Its state is lost: it replays the log to bring it back.</summary>
    Rebuilding,

    /// <summary>It evaluates events.</summary>
    Running,

    /// <summary>It waits for the checkpoint store before it reads on.</summary>
    Blocked,

    /// <summary>It saves for the last time.</summary>
    Stopping,

    /// <summary>It has ended.</summary>
    Stopped,
}
