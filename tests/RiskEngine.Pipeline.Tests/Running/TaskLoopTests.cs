using RiskEngine.Core.Ports;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Running;

public sealed class TaskLoopTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_task_that_is_new_stores_its_place_before_it_reads_anything()
    {
        await using var rig = new LoopRig(new MemoryOutput());
        rig.Start();
        await rig.Source.Stands.WaitAsync(MemorySource.Patience);
        Assert.Equal(LogScript.FirstOffset, Assert.Single(rig.Store.Saved).NextOffset);
    }

    [Fact]
    public async Task What_the_rules_find_goes_to_every_output_and_the_input_goes_back_to_the_source()
    {
        var (first, second) = (new MemoryOutput(), new MemoryOutput());
        await using var rig = new LoopRig(first, second);
        rig.Start();
        var input = rig.Readings((0, 1), (1, 9));
        await rig.Source.Turn(input);
        Assert.Equal(["hot Firing s1"], first.Published);
        Assert.Equal(first.Published, second.Published);
        Assert.Same(input, Assert.Single(rig.Source.Returned));
    }

    [Fact]
    public async Task A_checkpoint_is_taken_when_it_is_due_and_not_before()
    {
        await using var rig = new LoopRig(new MemoryOutput());
        rig.Start();
        await rig.Source.Turn();
        await rig.Store.NextSaved();
        await rig.Source.Turn(rig.Readings((0, 1)));
        Assert.Single(rig.Store.Saved);
        rig.Time.Advance(Second);
        await rig.Source.Turn();
        await rig.Store.NextSaved();
        Assert.Equal(LogScript.FirstOffset + 1, rig.Store.Saved.Last().NextOffset);
        rig.Time.Advance(Second);
        await rig.Source.Turn();
        Assert.Equal(2, rig.Store.Saved.Count);
    }

    [Fact]
    public async Task A_checkpoint_is_stored_only_once_what_was_published_before_it_is_acknowledged()
    {
        var output = new MemoryOutput { HoldsBack = true };
        await using var rig = new LoopRig(output);
        rig.Start();
        await rig.Source.Turn();
        await rig.Store.NextSaved();
        await rig.Source.Turn(rig.Readings((0, 9)));
        rig.Time.Advance(Second);
        await rig.Source.Turn();
        await rig.Source.Turn(rig.Readings((1, 9)));
        Assert.Single(rig.Store.Saved);
        output.Acknowledge();
        await rig.Store.NextSaved();
        Assert.Equal(LogScript.FirstOffset + 1, rig.Store.Saved.Last().NextOffset);
    }

    [Fact]
    public async Task A_refused_alert_makes_the_task_start_again_from_its_checkpoint()
    {
        var output = new MemoryOutput { HoldsBack = true };
        await using var rig = new LoopRig(output);
        rig.Start();
        await rig.Source.Turn(rig.Readings((0, 9)));
        rig.Time.Advance(Second);
        await rig.Source.Turn();
        output.Refuse("record too large");
        await RestartedAfter(rig);
        Assert.Equal([LogScript.FirstOffset], rig.Source.Starts.Skip(1).Select(start => start ?? -1));
    }

    [Fact]
    public async Task A_fault_of_an_output_makes_the_task_start_again_from_its_checkpoint()
    {
        var output = new MemoryOutput { Fault = new InvalidDataException("no room") };
        await using var rig = new LoopRig(output);
        rig.Start();
        await rig.Source.Stands.WaitAsync(MemorySource.Patience);
        rig.Source.Offer(rig.Readings((0, 9)));
        await RestartedAfter(rig);
        Assert.True(output.IsClosed);
    }

    [Fact]
    public async Task A_stop_stores_all_that_was_done_and_says_so()
    {
        await using var rig = new LoopRig(new MemoryOutput());
        var runner = rig.Start();
        await rig.Source.Turn(rig.Readings((0, 9), (1, 9)));
        Assert.False(runner.IsSaved);
        runner.Stop();
        await runner.Completion.WaitAsync(MemorySource.Patience);
        Assert.True(runner.IsSaved);
        Assert.Equal(TaskPhase.Stopped, runner.Status.Phase);
        Assert.Equal(LogScript.FirstOffset + 2, rig.Store.Saved.Last().NextOffset);
        Assert.Equal(2, rig.Store.Saved.Last().Ledger.Evaluated);
    }

    [Fact]
    public async Task An_abandoned_task_stores_nothing_more()
    {
        await using var rig = new LoopRig(new MemoryOutput());
        var runner = rig.Start();
        await rig.Source.Turn(rig.Readings((0, 9)));
        runner.Abandon();
        await runner.Completion.WaitAsync(MemorySource.Patience);
        Assert.False(runner.IsSaved);
        Assert.Single(rig.Store.Saved);
    }

    [Fact]
    public async Task A_source_that_ends_lets_the_task_save_and_end()
    {
        await using var rig = new LoopRig(new MemoryOutput());
        var runner = rig.Start();
        await rig.Source.Turn(rig.Readings((0, 9)));
        rig.Source.End();
        await runner.Completion.WaitAsync(MemorySource.Patience);
        Assert.True(runner.IsSaved);
    }

    [Fact]
    public async Task A_task_goes_on_while_the_store_fails_and_stands_still_when_it_is_too_far_behind()
    {
        await using var rig = new LoopRig(new MemoryOutput());
        var runner = rig.Start();
        await rig.Source.Turn();
        await rig.Store.NextSaved();
        rig.Store.Fault = new DependencyException("Redis is gone");
        await rig.Source.Turn(rig.Readings((0, 1)));
        rig.Time.Advance(Second);
        await rig.Source.Turn();
        Assert.True(await rig.Store.Failed.WaitAsync(MemorySource.Patience));
        await rig.Source.Turn(rig.Readings((1, 1)));
        rig.Time.Advance(Second);
        await rig.Source.Turn();
        Assert.Equal(2, runner.Status.Ledger.Evaluated);

        // Now it waits for the store; what the source gives stays there until the store answers.
        rig.Time.Advance(10 * Second);
        rig.Source.Offer(rig.Readings((2, 1)));
        await Seen(rig, () => runner.Status.Phase == TaskPhase.Blocked);
        rig.Source.Offer(rig.Readings((3, 1)));
        Assert.Equal(2, runner.Status.Ledger.Evaluated);
        rig.Store.Fault = null;
        await Seen(rig, () => runner.Status is { Phase: TaskPhase.Running, Ledger.Evaluated: 4 });
    }

    [Fact]
    public async Task Changed_rules_are_an_input_between_two_batches()
    {
        var output = new MemoryOutput();
        await using var rig = new LoopRig(output);
        rig.Start();
        await rig.Source.Turn(rig.Readings((0, 4)));
        rig.Rules.Replace([LoopRig.Above("warm", 3)]);
        await Seen(rig, () => output.Published.Count > 0, () => rig.Source.Turn(rig.Readings((++_second, 4))));
        Assert.StartsWith("warm Firing", output.Published[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticks_of_the_source_reach_the_rules_and_what_they_cause_is_marked()
    {
        var output = new MemoryOutput();
        await using var rig = new LoopRig(output);
        rig.Environment = rig.Environment with { Rules = new ActiveRules([LoopRig.Above("hot", 5) with { For = 5 * Second }]) };
        rig.Start();
        await rig.Source.Turn(rig.Readings((0, 9)), new TaskInput.Tick(LoopRig.At(60)));
        Assert.Contains("hot Firing s1 idle", output.Published);
    }

    private int _second;

    /// <summary>Waits until the task has failed, waited out its pause, and stands at its source again.</summary>
    private static async Task RestartedAfter(LoopRig rig)
    {
        for (var turn = 0; rig.Source.Starts.Count < 2; turn++)
        {
            Assert.True(turn < 10_000, "the task does not start again");
            rig.Source.Pulse();
            rig.Time.Advance(Second);
            await Task.Delay(1);
        }
    }

    private static async Task Seen(LoopRig rig, Func<bool> what, Func<Task>? between = null)
    {
        for (var turn = 0; !what(); turn++)
        {
            Assert.True(turn < 10_000, "it does not come");
            if (between is not null) await between();
            else rig.Source.Pulse();
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }
    }
}
