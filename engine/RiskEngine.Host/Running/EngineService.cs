using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka;

namespace RiskEngine.Host.Running;

/// <summary>The running engine: one reader, one runner per assigned partition.</summary>
public sealed partial class EngineService : ILogTasks, IDisposable
{
    private readonly ConcurrentDictionary<TaskId, TaskRunner> _runners = new();
    private readonly ConcurrentDictionary<TaskId, TaskReport> _ended = new();
    private readonly EngineParts _parts;
    private readonly LogReader _reader;
    private readonly ILogger _log;

    /// <summary>Prepares the engine; <see cref="RunAsync"/> starts it.</summary>
    public EngineService(KafkaOptions kafka, EngineParts parts, ILoggerFactory logs)
    {
        _parts = parts;
        _log = logs.CreateLogger<TaskRunner>();
        _reader = new LogReader(kafka, this, parts.Time, logs.CreateLogger<LogReader>());
    }

    /// <summary>What every task said of itself last.</summary>
    public IReadOnlyList<TaskReport> Tasks => [.. _runners.Values.Select(runner => runner.Status).OrderBy(status => status.Id.ToString(), StringComparer.Ordinal)];

    /// <summary>The last words of tasks that ended in this process and did not come back.</summary>
    public IReadOnlyList<TaskReport> EndedTasks => [.. _ended.Values];

    /// <summary>Whether Kafka answered at the last attempt.</summary>
    public bool KafkaConnected => _reader.IsConnected;

    /// <summary>What the tasks share.</summary>
    public EngineParts Parts => _parts;

    /// <summary>Tasks that ended without their last checkpoint when partitions were last taken away: what they published since is published again.</summary>
    public int UnsavedTasks { get; private set; }

    /// <summary>Reads and evaluates until cancelled; then saves every task and leaves the group.</summary>
    /// <exception cref="DependencyException">A Kafka client has failed for good; a new process continues from the checkpoints.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Factory.StartNew(() => _reader.Run(end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var fatal = _parts.Publisher.Fatal;
        if (await Task.WhenAny(reading, fatal).ConfigureAwait(false) == reading)
        {
            await Read(reading).ConfigureAwait(false);
            return;
        }

        await end.CancelAsync().ConfigureAwait(false);
        await Read(reading).ConfigureAwait(false);
        throw new DependencyException($"the Kafka producer cannot go on: {await fatal.ConfigureAwait(false)}; start the engine again, it continues from its checkpoints");
    }

    /// <summary>Whatever ends the reader ends the engine, with a message and an exit code that a supervisor understands.</summary>
    private static async Task Read(Task reading)
    {
        try
        {
            await reading.ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not (DependencyException or OperationCanceledException))
        {
            throw new DependencyException($"reading from Kafka failed: {fault.GetType().Name}: {fault.Message}; start the engine again, it continues from its checkpoints", fault);
        }
    }

    /// <inheritdoc/>
    public void Assigned(LogPartition partition)
    {
        var runner = new TaskRunner(partition, _parts, _log);
        _ended.TryRemove(partition.Id, out _);
        _runners[partition.Id] = runner;
        runner.Start();
    }

    /// <inheritdoc/>
    public void Revoked(IReadOnlyList<TaskId> tasks, TimeSpan timeout)
    {
        var runners = Take(tasks);
        foreach (var runner in runners) runner.Stop();
        if (!WaitAll(runners, timeout))
        {
            foreach (var runner in runners) runner.Abandon();
            WaitAll(runners, TimeSpan.FromSeconds(1));
        }

        UnsavedTasks = 0;
        foreach (var runner in runners)
        {
            _ended[runner.Status.Id] = runner.Status;
            if (runner.IsSaved) continue;
            UnsavedTasks++;
            LogUnsaved(runner.Status.Id);
        }
    }

    /// <inheritdoc/>
    public void Lost(IReadOnlyList<TaskId> tasks)
    {
        var runners = Take(tasks);
        foreach (var runner in runners) runner.Abandon();
        WaitAll(runners, TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _parts.History?.Dispose();
    }

    private List<TaskRunner> Take(IReadOnlyList<TaskId> tasks)
    {
        var runners = new List<TaskRunner>();
        foreach (var task in tasks)
        {
            if (_runners.TryRemove(task, out var runner)) runners.Add(runner);
        }

        return runners;
    }

    /// <summary>The group protocol wants an answer on this thread, so it is held until the tasks have ended.</summary>
    private static bool WaitAll(List<TaskRunner> runners, TimeSpan timeout)
    {
        var done = new ManualResetEventSlim();
        _ = Task.WhenAll(runners.Select(runner => runner.Completion)).ContinueWith(_ => done.Set(), TaskScheduler.Default);
        return done.Wait(timeout);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task} ended without its last checkpoint: what it published since will be published again, with the same ids")]
    private partial void LogUnsaved(TaskId task);
}
