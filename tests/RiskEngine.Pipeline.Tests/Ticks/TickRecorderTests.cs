using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline.Tests.Running;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Pipeline.Tests.Ticks;

public sealed class TickRecorderTests
{
    private readonly MemorySource _inner = new();
    private readonly MemoryTickLog _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TaskState _task = new(TaskRig.Id, TaskRig.PartsOf([LoopRig.Above("hot", 5)], TimeSpan.Zero));

    [Fact]
    public void A_tick_is_given_only_once_it_is_recorded()
    {
        var gate = new TaskCompletionSource();
        _log.Gate = gate.Task;
        var recorder = Recorder(100);
        _inner.Offer(new TaskInput.Tick(LoopRig.At(9)));
        _inner.Offer(Records(100));
        Assert.False(recorder.TryTake(LoopRig.At(0), out _));
        Assert.False(recorder.TryTake(LoopRig.At(0), out _));
        Assert.Equal((100, LoopRig.At(9)), (_log.Records[^1].Before, _log.Records[^1].Reached));
        gate.SetResult();
        Assert.Equal(LoopRig.At(9), Assert.IsType<TaskInput.Tick>(Taken(recorder)).Reached);
        Assert.Equal([100], OffsetsOf(Taken(recorder)));
        Assert.Equal((new TickPlace(1, 0), 0), (_task.TickPlace, _task.UnrecordedTicks));
    }

    [Fact]
    public void A_tick_that_nobody_records_is_given_all_the_same_and_counted()
    {
        _log.Gate = new TaskCompletionSource().Task;
        var recorder = Recorder(100);
        _inner.Offer(new TaskInput.Tick(LoopRig.At(9)));
        Assert.False(recorder.TryTake(LoopRig.At(0), out _));
        _time.Advance(TickRecorder.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(recorder.TryTake(LoopRig.At(0), out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsType<TaskInput.Tick>(Taken(recorder));
        Assert.Equal(1, _task.UnrecordedTicks);
    }

    [Fact]
    public void A_tick_that_is_refused_is_given_at_once()
    {
        _log.Gate = Task.FromException(new InvalidOperationException("refused"));
        var recorder = Recorder(100);
        _inner.Offer(new TaskInput.Tick(LoopRig.At(9)));
        Assert.False(recorder.TryTake(LoopRig.At(0), out _));
        Assert.IsType<TaskInput.Tick>(Taken(recorder));
        Assert.Equal(1, _task.UnrecordedTicks);
    }

    [Fact]
    public void Ticks_come_no_more_often_than_the_pace()
    {
        var recorder = Recorder(100);
        foreach (var second in new[] { 1, 2, 3 })
        {
            _inner.Offer(new TaskInput.Tick(LoopRig.At(second)));
            recorder.TryTake(LoopRig.At(0), out _);
            recorder.TryTake(LoopRig.At(0), out _);
            _time.Advance(TickRecorder.Pace * 0.6);
        }

        Assert.Equal([LoopRig.At(1), LoopRig.At(3)], _log.Records.Select(record => record.Reached ?? EventTime.MinValue));
    }

    [Fact]
    public void Recorded_ticks_come_at_their_places_among_the_records()
    {
        var recorder = Recorder(100, Recorded(99, 1), Recorded(100, 2), Recorded(102, 3), Recorded(105, 4));
        var whole = Records(100, 101, 102, 103);
        _inner.Offer(whole);
        _inner.Offer(Records(104, 106));
        var given = new List<string>();
        using var pump = new TaskPump(_task, _ => { });
        while (recorder.TryTake(LoopRig.At(0), out var input))
        {
            given.Add(input is TaskInput.Tick tick ? $"tick {(tick.Reached - LoopRig.At(0)).TotalSeconds}" : string.Join(' ', OffsetsOf(input)));
            pump.Push(input);
            recorder.Return(input);
        }

        Assert.Equal(["tick 2", "100 101", "tick 3", "102 103", "104", "tick 4", "106"], given);
        Assert.Same(whole, _inner.Returned.OfType<TaskInput.Records>().First());
        Assert.Equal(2, _inner.Returned.OfType<TaskInput.Records>().Count());
    }

    [Fact]
    public void A_divided_batch_keeps_keys_topics_headers_and_what_retention_removed()
    {
        var recorder = Recorder(100, Recorded(103, 3));
        var batch = new RecordBatch();
        batch.Add(102, "a"u8, 5, [new("ce_id", [1])]);
        batch.AddKey("k"u8);
        batch.AddTopic("other");
        batch.Add(104, "b"u8, 6);
        batch.AddRemoved(new RemovedRecords(100, 102));
        batch.AddRemoved(new RemovedRecords(103, 104));
        _inner.Offer(new TaskInput.Records(batch));
        var first = Assert.IsType<TaskInput.Records>(Taken(recorder)).Batch;
        Assert.Equal((1, 102L, 5L, "other", 1), (first.Count, first.Offset(0), first.AppendedUnixMillis(0), first.Topic(0), first.Headers(0)!.Count));
        Assert.Equal("k"u8, first.Key(0));
        Assert.Equal([new RemovedRecords(100, 102)], first.Removed);
        var second = Assert.IsType<TaskInput.Records>(Taken(recorder)).Batch;
        Assert.Equal((1, 104L, 6L, false), (second.Count, second.Offset(0), second.AppendedUnixMillis(0), second.HasKey(0)));
        Assert.Equal([new RemovedRecords(103, 104)], second.Removed);
    }

    [Fact]
    public void Time_does_not_pass_records_that_are_read_again()
    {
        _task.BeginRebuild(100, 103, null);
        var recorder = Recorder(100);
        _inner.Offer(new TaskInput.Tick(LoopRig.At(9)));
        Assert.False(recorder.TryTake(LoopRig.At(0), out _));
        Assert.Empty(_log.Records);
    }

    private TickRecorder Recorder(long next, params RecordedTick[] ticks)
    {
        if (_task.Rebuild is null) _task.BeginAt(next);
        var history = new TickHistory();
        for (var i = 0; i < ticks.Length; i++) history.Add(i, new TickRecord("tests", TaskRig.Id, 0, ticks[i].Before, ticks[i].Reached));
        return new TickRecorder(_inner, _task, 1, _log, history, _time, NullLogger.Instance);
    }

    private static RecordedTick Recorded(long before, int second) => new(before, LoopRig.At(second));

    private static TaskInput Taken(TickRecorder recorder)
    {
        Assert.True(recorder.TryTake(LoopRig.At(0), out var input));
        return input;
    }

    private static TaskInput Records(params long[] offsets)
    {
        var batch = new RecordBatch();
        foreach (var offset in offsets) batch.Add(offset, "{}"u8);
        return new TaskInput.Records(batch);
    }

    private static List<long> OffsetsOf(TaskInput input)
    {
        var batch = Assert.IsType<TaskInput.Records>(input).Batch;
        return [.. Enumerable.Range(0, batch.Count).Select(batch.Offset)];
    }
}
