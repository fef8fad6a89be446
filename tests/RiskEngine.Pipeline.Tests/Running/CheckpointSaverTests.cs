using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;

namespace RiskEngine.Pipeline.Tests.Running;

/// <summary>Saving where outputs or the store never answers: it can be given up at any moment.</summary>
public sealed class CheckpointSaverTests : IDisposable
{
    private static readonly TaskId Id = new("risk.events.sensor.v1", 0);
    private readonly CancellationTokenSource _giveUp = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SlowStore _store = new();
    private readonly List<long> _stored = [];

    [Fact]
    public async Task Nothing_goes_to_the_store_before_what_was_published_is_acknowledged_and_waiting_for_that_can_be_given_up()
    {
        var saver = Saver();
        var saving = saver.Save(Checkpoint, [], 0, new Acknowledgements(), _time.GetUtcNow(), _giveUp.Token);
        Assert.Equal((false, "Kafka to acknowledge what was published"), (saving.IsCompleted, saver.WaitsFor));
        await _giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        Assert.Equal((0, null), (_store.Asked, saver.Last));
    }

    [Fact]
    public async Task A_store_that_never_answers_can_be_given_up()
    {
        var saver = Saver();
        var saving = saver.Save(Checkpoint, [], 0, Acknowledged(), _time.GetUtcNow(), _giveUp.Token);
        await _store.HasBeenAsked.Task;
        Assert.Equal((false, "the store to take it"), (saving.IsCompleted, saver.WaitsFor));
        await _giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        Assert.Empty(_stored);
    }

    [Fact]
    public async Task What_is_stored_is_told_with_its_offset_and_how_long_it_took()
    {
        var saver = Saver();
        var started = _time.GetUtcNow();
        var saving = saver.Save(Checkpoint, new byte[10], 7, Acknowledged(), started, _giveUp.Token);
        await _store.HasBeenAsked.Task;
        _time.Advance(TimeSpan.FromSeconds(2));
        _store.Answer.SetResult(true);
        await saving;
        Assert.Equal([5L], _stored);
        Assert.Null(saver.WaitsFor);
        Assert.Equal(new SavedCheckpoint(_time.GetUtcNow(), 7, TimeSpan.FromSeconds(2), 1), saver.Last);
    }

    [Fact]
    public async Task A_step_that_is_refused_ends_the_ownership()
    {
        var saving = Saver().Save(Checkpoint, [], 0, Acknowledged(), _time.GetUtcNow(), _giveUp.Token);
        await _store.HasBeenAsked.Task;
        _store.Answer.SetResult(false);
        await Assert.ThrowsAsync<FencedException>(() => saving);
    }

    public void Dispose() => _giveUp.Dispose();

    private static TaskCheckpoint Checkpoint => new() { NextOffset = 9, ResumeOffset = 5, Newest = EventTime.Epoch, Ledger = default, OldestSegment = 0, NewestSegment = 0 };

    private static Acknowledgements Acknowledged()
    {
        var group = new Acknowledgements();
        group.Close();
        return group;
    }

    private CheckpointSaver Saver()
    {
        var environment = new TaskEnvironment
        {
            Tasks = TaskRig.PartsOf([], TimeSpan.Zero),
            Rules = new ActiveRules([]),
            Store = _store,
            OpenOutputs = _ => [],
            Time = _time,
        };
        return new CheckpointSaver(Id, 1, environment, null, _stored.Add, NullLogger.Instance);
    }

    private sealed class SlowStore : ICheckpointStore
    {
        public int Asked { get; private set; }

        public TaskCompletionSource HasBeenAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<StoredTask> AcquireAsync(TaskId task, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> TrySaveAsync(TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken)
        {
            Asked++;
            HasBeenAsked.TrySetResult();
            return Answer.Task.WaitAsync(cancellationToken);
        }
    }
}
