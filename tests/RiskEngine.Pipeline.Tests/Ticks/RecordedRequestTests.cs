using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline.Tests.Running;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Pipeline.Tests.Ticks;

/// <summary>What people ask of a task, on its way from the topic to the task.</summary>
public sealed class RecordedRequestTests
{
    private readonly MemorySource _inner = new();
    private readonly MemoryTickLog _log = new();
    private readonly MemoryRequests _requests = new();
    private readonly FakeTimeProvider _time = new();
    private readonly AskedProgram _task = new() { Now = LoopRig.At(5) };

    [Fact]
    public void A_request_is_given_only_once_it_is_recorded_and_nothing_comes_between()
    {
        var gate = new TaskCompletionSource();
        _log.Gate = gate.Task;
        var recorder = Recorder();
        _requests.Ask("""{"id":"r1"}""");
        _inner.Offer(Records(100));
        Assert.Null(Next(recorder));
        Assert.Null(Next(recorder));
        Assert.Equal((100, LoopRig.At(5), new RecordedRequest(40, """{"id":"r1"}""")), (_log.Records[^1].Before, _log.Records[^1].Reached, _log.Records[^1].Request));
        gate.SetResult();
        Assert.Equal(new TaskInput.Asked(new RecordedRequest(40, """{"id":"r1"}"""), LoopRig.At(5)), Next(recorder));
        Assert.Equal(new TickPlace(1, 0, 41), _task.TickPlace);
        Assert.IsType<TaskInput.Records>(Next(recorder));
        Assert.Null(Next(recorder));
        Assert.Single(_log.Records);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_request_that_cannot_be_recorded_waits_while_records_go_on_and_is_recorded_anew(bool isRefused)
    {
        _log.Gate = isRefused ? Task.FromException(new DependencyException("refused")) : new TaskCompletionSource().Task;
        var recorder = Recorder();
        _requests.Ask("{}");
        Assert.Null(Next(recorder));
        if (!isRefused) _time.Advance(TickRecorder.Patience);
        Assert.Null(Next(recorder));
        _inner.Offer(Records(100));
        Assert.IsType<TaskInput.Records>(Next(recorder));
        _task.BeginAt(101);
        _log.Gate = Task.CompletedTask;
        _time.Advance(TickRecorder.Patience - TimeSpan.FromMilliseconds(1));
        Assert.Null(Next(recorder));
        Assert.Single(_log.Records);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(Next(recorder));
        Assert.IsType<TaskInput.Asked>(Next(recorder));
        Assert.Equal([100, 101], _log.Records.Select(record => record.Before));

        // Whoever reads the log again takes it in where it was given.
        var history = new TickHistory();
        for (var place = 0; place < _log.Records.Count; place++) history.Add(place, _log.Records[place]);
        Assert.Equal(101, Assert.Single(history.Ticks).Before);
    }

    [Fact]
    public void Whoever_asks_without_end_does_not_stop_the_records()
    {
        for (var i = 0; i < 5; i++) _requests.Ask("{}");
        var recorder = Recorder();
        foreach (var offset in new long[] { 100, 101, 102 }) _inner.Offer(Records(offset));
        var given = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            if (Next(recorder) is { } input) given.Add(input is TaskInput.Asked ? "asked" : "records");
        }

        Assert.Equal(["asked", "records", "asked", "records", "asked", "records", "asked", "asked"], given);
    }

    [Fact]
    public void What_was_recorded_comes_first_and_then_what_is_asked_now()
    {
        _requests.Ask("""{"id":"new"}""");
        var recorder = Recorder(new TickRecord("tests", TaskRig.Id, 0, 101, LoopRig.At(3)) { Request = new RecordedRequest(39, """{"id":"old"}""") });
        Assert.Null(Next(recorder));
        _inner.Offer(Records(100));
        Assert.IsType<TaskInput.Records>(Next(recorder));
        _task.BeginAt(101);
        Assert.Equal("""{"id":"old"}""", Assert.IsType<TaskInput.Asked>(Next(recorder)).Request.Json);
        Assert.Equal(40, _task.TickPlace.Requests);
        Assert.Null(Next(recorder));
        Assert.Equal("""{"id":"new"}""", Assert.IsType<TaskInput.Asked>(Next(recorder)).Request.Json);
    }

    [Fact]
    public void Nothing_new_is_taken_in_while_lost_state_is_brought_back()
    {
        _requests.Ask("{}");
        _task.BeginRebuild(100, 103, null);
        Assert.Null(Next(Recorder()));
        Assert.Empty(_log.Records);
    }

    [Fact]
    public void What_cannot_be_read_is_given_at_once_and_not_recorded()
    {
        _requests.Ask("no request").Ask("{}");
        var recorder = Recorder();
        var unreadable = Assert.IsType<TaskInput.Unreadable>(Next(recorder)).Request;
        Assert.Equal(("asked", 40L), (unreadable.Topic, unreadable.Offset));
        Assert.Equal(new TickPlace(0, 0, 41), _task.TickPlace);
        Assert.Empty(_log.Records);
        for (var i = 0; i < 3 && _task.TickPlace.Requests < 42; i++) Next(recorder);
        Assert.Equal(new TickPlace(1, 0, 42), _task.TickPlace);
    }

    [Fact]
    public void A_task_that_has_seen_nothing_takes_the_time_at_which_the_request_was_written()
    {
        _task.Now = EventTime.MinValue;
        _requests.Ask("{}");
        Next(Recorder());
        Assert.Equal(EventTime.FromUnixMilliseconds(7_000), Assert.Single(_log.Records).Reached);
    }

    private TickRecorder Recorder(params TickRecord[] recorded)
    {
        _task.BeginAt(100);
        var history = new TickHistory();
        for (var i = 0; i < recorded.Length; i++) history.Add(i, recorded[i]);
        return new TickRecorder(_inner, _task, 1, _log, history, _time, NullLogger.Instance) { Requests = _requests };
    }

    private static TaskInput? Next(TickRecorder recorder) => recorder.TryTake(LoopRig.At(0), out var input) ? input : null;

    private static TaskInput.Records Records(long offset)
    {
        var batch = new RecordBatch();
        batch.Add(offset, "{}"u8);
        return new TaskInput.Records(batch);
    }
}
