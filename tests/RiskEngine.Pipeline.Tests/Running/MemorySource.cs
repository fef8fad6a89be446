using System.Diagnostics.CodeAnalysis;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Running;

/// <summary>A source that gives what a test offers, and says when the loop has taken all of it and stands.</summary>
internal sealed class MemorySource : ITaskSource
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskInput> _inputs = new();
    private TaskCompletionSource<bool>? _wait;
    private TaskCompletionSource _stands = New();
    private bool _ended;

    public TaskId Id { get; } = TaskRig.Id;

    public bool AtEnd { get; set; }

    public long? Lag => null;

    /// <summary>Where reading began, one for each start.</summary>
    public List<long?> Starts { get; } = [];

    public List<TaskInput> Returned { get; } = [];

    public List<long> Committed { get; } = [];

    public Task<long> StartAt(long? offset)
    {
        Starts.Add(offset);
        return Task.FromResult(offset ?? LogScript.FirstOffset);
    }

    public bool TryTake(EventTime watermark, [NotNullWhen(true)] out TaskInput? input)
    {
        lock (_gate) return _inputs.TryDequeue(out input);
    }

    public void Return(TaskInput input) => Returned.Add(input);

    public ValueTask<bool> WaitAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            if (_inputs.Count > 0) return ValueTask.FromResult(true);
            if (_ended) return ValueTask.FromResult(false);
            var wait = _wait = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            stop.Register(() => wait.TrySetResult(true));
            _stands.TrySetResult();
            return new ValueTask<bool>(wait.Task);
        }
    }

    public void Commit(long nextOffset)
    {
        lock (_gate) Committed.Add(nextOffset);
    }

    /// <summary>Gives inputs, lets the loop turn, and waits until it has taken all of them and done what was due.</summary>
    public async Task Turn(params TaskInput[] inputs)
    {
        await Stands.WaitAsync(Patience);
        Task stands;
        lock (_gate)
        {
            foreach (var input in inputs) _inputs.Enqueue(input);
            _stands = New();
            stands = _stands.Task;
            _wait?.TrySetResult(true);
        }

        await stands.WaitAsync(Patience);
    }

    /// <summary>Gives an input without waiting.</summary>
    public void Offer(TaskInput input)
    {
        lock (_gate)
        {
            _inputs.Enqueue(input);
            _wait?.TrySetResult(true);
        }
    }

    /// <summary>Lets the loop do what is due, without an input.</summary>
    public void Pulse()
    {
        lock (_gate) _wait?.TrySetResult(true);
    }

    /// <summary>No further input comes.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _wait?.TrySetResult(false);
        }
    }

    public Task Stands
    {
        get
        {
            lock (_gate) return _stands.Task;
        }
    }

    /// <summary>Only a broken test waits this long.</summary>
    public static TimeSpan Patience => TimeSpan.FromMinutes(2);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
