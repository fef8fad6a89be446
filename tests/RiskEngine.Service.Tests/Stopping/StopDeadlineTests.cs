using RiskEngine.Service.Stopping;

namespace RiskEngine.Service.Tests.Stopping;

public sealed class StopDeadlineTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTime _time = new();
    private readonly LogLines _lines = new();
    private readonly TaskCompletionSource _never = new();

    [Fact]
    public async Task The_clock_runs_from_the_first_signal_on()
    {
        var deadline = Of(30);
        _time.Advance(Long);
        Assert.Equal((30, false), (deadline.Remaining.TotalSeconds, deadline.Begun.IsCompleted));
        deadline.Begin();
        _time.Advance(10 * Second);
        deadline.Begin();
        Assert.Equal((20, true), (deadline.Remaining.TotalSeconds, deadline.Begun.IsCompleted));
        Assert.Equal("Stopping, within 30 s", await _lines.Next());
        _time.Advance(Long);
        Assert.Equal(TimeSpan.Zero, deadline.Remaining);
        Assert.True(_lines.IsEmpty);
    }

    [Fact]
    public async Task What_has_ended_already_is_not_worth_a_line()
    {
        Assert.True(await Of(30).WaitFor(() => "nothing", Task.CompletedTask, Long));
        Assert.True(_lines.IsEmpty);
    }

    [Fact]
    public async Task A_wait_says_what_it_waits_for_at_once_and_every_three_seconds_until_it_has_ended()
    {
        var deadline = await Begun(30);
        var work = new TaskCompletionSource();
        var asked = 0;
        var waiting = deadline.WaitFor(() => $"task {++asked}", work.Task, Long);
        Assert.Equal("Stopping: waits for task 1; 30.0 s left", await _lines.Next());
        _time.Advance(3 * Second);
        Assert.Equal("Stopping: waits for task 2; 27.0 s left", await _lines.Next());
        Assert.Single(deadline.Waits);
        work.SetResult();
        Assert.True(await waiting);
        Assert.Empty(deadline.Waits);
        Assert.True(_lines.IsEmpty);
    }

    [Fact]
    public async Task A_store_that_never_answers_is_left_behind_at_the_deadline()
    {
        var deadline = await Begun(7);
        var waiting = deadline.WaitFor(() => "the store", _never.Task, Long);
        foreach (var left in (string[])["7.0", "4.0", "1.0"])
        {
            Assert.Equal($"Stopping: waits for the store; {left} s left", await _lines.Next());
            Assert.False(waiting.IsCompleted);
            await _time.Awaited.WaitAsync(TimeSpan.FromSeconds(60));
            _time.Advance(3 * Second);
        }

        Assert.Equal("Stopping: no longer waits for the store, after 9.0 s", await _lines.Next());
        Assert.False(await waiting);
    }

    [Fact]
    public async Task Waits_that_follow_each_other_draw_on_one_deadline()
    {
        var deadline = await Begun(10);
        var first = deadline.WaitFor(() => "the first", _never.Task, 2 * Second);
        await _lines.Next();
        _time.Advance(2 * Second);
        Assert.False(await first);
        var second = deadline.WaitFor(() => "the second", _never.Task, Long);
        await _lines.Next();
        Assert.Equal("Stopping: waits for the second; 8.0 s left", await _lines.Next());
        _time.Advance(8 * Second);
        Assert.False(await second);
        await _lines.Next();
        Assert.False(await deadline.WaitFor(() => "the third", _never.Task, Long));
        Assert.Equal("Stopping: no longer waits for the third, after 0.0 s", await _lines.Next());
    }

    [Fact]
    public async Task A_failure_is_an_end_and_is_told()
    {
        Assert.True(await Of(30).WaitFor(() => "the client", Task.FromException(new InvalidOperationException("broken")), Long));
        Assert.Equal("Stopping: the client failed: broken", await _lines.Next());
    }

    [Theory]
    [InlineData(30, 26)]
    [InlineData(8, 6)]
    public void Tasks_get_what_closing_the_clients_leaves(int limit, int forTasks) => Assert.Equal(forTasks, Of(limit).RemainingForTasks.TotalSeconds);

    [Fact]
    public async Task A_client_gets_no_more_than_its_share_and_nothing_of_the_last_two_seconds()
    {
        var deadline = await Begun(10);
        Assert.Equal(5, deadline.ForClients(5 * Second).TotalSeconds);
        _time.Advance(6 * Second);
        Assert.Equal(2, deadline.ForClients(5 * Second).TotalSeconds);
        _time.Advance(3 * Second);
        Assert.Equal(0, deadline.ForClients(5 * Second).TotalSeconds);
    }

    [Fact]
    public async Task Watchdog_ends_the_process_once_the_deadline_is_over()
    {
        var deadline = new StopDeadline(TimeSpan.FromMilliseconds(800), TimeProvider.System, _lines);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watchdog = new StopWatchdog(deadline, ended.SetResult);
        Assert.False(ended.Task.IsCompleted);
        deadline.Begin();
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private StopDeadline Of(int seconds) => new(TimeSpan.FromSeconds(seconds), _time, _lines);

    private async Task<StopDeadline> Begun(int seconds)
    {
        var deadline = Of(seconds);
        deadline.Begin();
        await _lines.Next();
        return deadline;
    }
}
