using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Input;
using RiskEngine.Pipeline.Running;
using RiskEngine.Service.Stopping;

namespace RiskEngine.Service.Running;

/// <summary>The running engine: one reader, one runner per assigned partition.</summary>
public sealed partial class EngineService : ILogTasks, IDisposable
{
    private static readonly TimeSpan AbandonPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(10);
    private const int MostNamed = 5;

    private readonly ConcurrentDictionary<TaskId, TaskRunner> _runners = new();
    private readonly ConcurrentDictionary<TaskId, TaskReport> _ended = new();
    private readonly ConcurrentBag<TaskRunner> _stopping = [];
    private readonly TaskEnvironment _environment;
    private readonly TimeSpan _idleAfter;
    private readonly Task<string> _fatal;
    private readonly LogReader _reader;
    private readonly ILogger _log;
    private StopDeadline _deadline;

    /// <summary>Prepares the engine; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="kafka">The cluster and the group.</param>
    /// <param name="idleAfter">Silence after which a partition counts as idle and its clock ticks by itself.</param>
    /// <param name="environment">What the tasks share.</param>
    /// <param name="fatal">Completes with the reason when the producer has failed for good.</param>
    /// <param name="logs">Where logs go.</param>
    public EngineService(KafkaOptions kafka, TimeSpan idleAfter, TaskEnvironment environment, Task<string> fatal, ILoggerFactory logs)
    {
        (_idleAfter, _environment, _fatal) = (idleAfter, environment, fatal);
        _log = logs.CreateLogger<TaskRunner>();
        _deadline = new StopDeadline(StopDeadline.Default, environment.Time, _log);
        _reader = new LogReader(kafka, this, environment.Time, logs.CreateLogger<LogReader>());
    }

    /// <summary>What every task said of itself last.</summary>
    public IReadOnlyList<TaskReport> Tasks => [.. _runners.Values.Select(runner => runner.Status).OrderBy(status => status.Id.ToString(), StringComparer.Ordinal)];

    /// <summary>The last words of tasks that ended in this process and did not come back.</summary>
    public IReadOnlyList<TaskReport> EndedTasks => [.. _ended.Values];

    /// <summary>Whether Kafka answered at the last attempt.</summary>
    public bool KafkaConnected => _reader.IsConnected;

    /// <summary>What the tasks share.</summary>
    public TaskEnvironment Environment => _environment;

    /// <summary>Reads other topics of the city's own from now on.</summary>
    public void Read(MappedTopics mapped) => _reader.Subscribe(mapped);

    /// <summary>Whether the stop went on without a call into a client that had not returned: the process must not be expected to end by itself.</summary>
    public bool HasLeftBehind { get; private set; }

    /// <summary>Tasks that were asked to end and have not saved all that they did: what they published since is published again.</summary>
    public IReadOnlyList<TaskId> UnsavedTasks => [.. _stopping.Union(_runners.Values).Where(runner => !runner.IsSaved).Select(runner => runner.Status.Id)];

    /// <summary>Reads and evaluates until cancelled; then saves every task and leaves the group, within the deadline.</summary>
    /// <param name="deadline">Of the stop; begins when the token is cancelled, or when a Kafka client has failed for good.</param>
    /// <param name="cancellationToken">Asks it to stop.</param>
    /// <exception cref="DependencyException">A Kafka client has failed for good; a new process continues from the checkpoints.</exception>
    public async Task RunAsync(StopDeadline deadline, CancellationToken cancellationToken)
    {
        _deadline = deadline;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = OwnThread.Run(() => _reader.Run(end.Token));
        var fatal = _fatal;
        var asked = Task.Delay(Timeout.InfiniteTimeSpan, _environment.Time, end.Token);
        await Task.WhenAny(reading, fatal, asked).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await Stop(deadline, reading).ConfigureAwait(false);
        if (fatal.IsCompleted)
        {
            throw new DependencyException($"the Kafka producer cannot go on: {await fatal.ConfigureAwait(false)}; start the engine again, it continues from its checkpoints");
        }

        if (reading.IsCompleted) await Read(reading).ConfigureAwait(false);
    }

    /// <summary>The tasks save at once, while the reader ends its round; then the reader leaves the group, which takes the partitions from the tasks.</summary>
    private async Task Stop(StopDeadline deadline, Task reading)
    {
        deadline.Begin();
        TaskRunner[] runners = [.. _runners.Values];
        foreach (var runner in runners) _stopping.Add(runner);
        foreach (var runner in runners) runner.Stop();
        var leaving = Leave(deadline, reading);
        var ended = Task.WhenAll(runners.Select(runner => runner.Completion));
        if (!await deadline.WaitFor(Saving, ended, deadline.RemainingForTasks).ConfigureAwait(false))
        {
            foreach (var runner in runners) runner.Abandon();
            await deadline.WaitFor(() => "the tasks to give up", ended, AbandonPatience).ConfigureAwait(false);
        }

        foreach (var runner in runners.Where(runner => !runner.IsSaved)) LogUnsaved(runner.Status.Id);
        var closing = Task.WhenAll(runners.Select(runner => runner.Closing));
        await deadline.WaitFor(() => "the Kafka transactions to end", closing, deadline.ForClients(LeavePatience)).ConfigureAwait(false);
        var hasLeft = await deadline.WaitFor(() => "the reader to leave the consumer group", leaving, deadline.ForClients(LeavePatience)).ConfigureAwait(false);
        HasLeftBehind = !hasLeft || !reading.IsCompleted || !closing.IsCompleted || !ended.IsCompleted;

        string Saving()
        {
            TaskRunner[] left = [.. runners.Where(runner => !runner.Completion.IsCompleted)];
            var reasons = string.Join(", ", left.Select(runner => runner.WaitsFor).OfType<string>().Distinct());
            return $"the last checkpoints of {Names(left)}{(reasons.Length > 0 ? $" ({reasons})" : "")}";
        }
    }

    private async Task Leave(StopDeadline deadline, Task reading)
    {
        if (!await deadline.WaitFor(() => "the reader to end its round", reading, deadline.RemainingForTasks).ConfigureAwait(false)) return;
        await OwnThread.Run(_reader.Leave).ConfigureAwait(false);
    }

    private static string Names(IEnumerable<TaskRunner> runners)
    {
        var names = runners.Select(runner => runner.Status.Id.ToString()).Order(StringComparer.Ordinal).ToList();
        return names.Count > MostNamed ? $"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more tasks" : string.Join(", ", names);
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
        if (_deadline.Begun.IsCompleted) return;
        var runner = new TaskRunner(new PartitionSource(partition, _idleAfter, _environment.Time), _environment, _log);
        _ended.TryRemove(partition.Id, out _);
        _runners[partition.Id] = runner;
        runner.Start();
    }

    /// <inheritdoc/>
    public void Revoked(IReadOnlyList<TaskId> tasks, TimeSpan timeout)
    {
        var runners = Take(tasks);
        foreach (var runner in runners)
        {
            runner.Stop();
            if (_deadline.Begun.IsCompleted) _stopping.Add(runner);
        }

        var patience = _deadline.Begun.IsCompleted ? _deadline.RemainingForTasks : timeout;
        if (!WaitAll(runners, patience))
        {
            foreach (var runner in runners) runner.Abandon();
            WaitAll(runners, AbandonPatience);
        }

        foreach (var runner in runners)
        {
            _ended[runner.Status.Id] = runner.Status;
            if (!runner.IsSaved && !_deadline.Begun.IsCompleted) LogUnsaved(runner.Status.Id);
        }
    }

    /// <inheritdoc/>
    public void Lost(IReadOnlyList<TaskId> tasks)
    {
        var runners = Take(tasks);
        foreach (var runner in runners) runner.Abandon();
        WaitAll(runners, AbandonPatience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A client must not be disposed while a thread is still inside it.
        if (!HasLeftBehind) _reader.Dispose();
        _environment.History?.Dispose();
        _environment.Requests?.Dispose();
        _environment.Ticks?.Dispose();
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
