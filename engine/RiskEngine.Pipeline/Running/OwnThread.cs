namespace RiskEngine.Pipeline.Running;

/// <summary>Runs calls that block, mostly into native clients, on a thread of their own: it can be left behind without costing the pool a thread.</summary>
public static class OwnThread
{
    /// <summary>Runs a call.</summary>
    public static Task Run(Action call) => Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Runs a call.</summary>
    public static Task<T> Run<T>(Func<T> call) => Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
