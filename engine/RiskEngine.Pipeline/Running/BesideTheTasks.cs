namespace RiskEngine.Pipeline.Running;

/// <summary>Does the long work of a rule change: one piece at a time, on a thread of its own, so that the tasks keep the pool and the other cores.</summary>
public static class BesideTheTasks
{
    private static readonly Lock OneAtATime = new();

    /// <summary>Starts a piece of work; it waits for those before it.</summary>
    public static Task<T> Run<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            lock (OneAtATime) return work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
