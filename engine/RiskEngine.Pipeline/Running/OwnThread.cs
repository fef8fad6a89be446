namespace RiskEngine.Pipeline.Running;

/// <summary>Calls that block, into native clients mostly, on a thread of their own: such a thread can be left behind, and the pool keeps its own.</summary>
public static class OwnThread
{
    /// <summary>Runs a call.</summary>
    public static Task Run(Action call) => Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Runs a call.</summary>
    public static Task<T> Run<T>(Func<T> call) => Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
