using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Running;

public sealed class RebuilderTests
{
    [Fact]
    public void The_batch_in_which_the_replay_ends_is_split_there()
    {
        var (task, rebuilder) = At(100, 103);
        var inputs = rebuilder.Inputs(Records(101, 102, 103, 104)).ToList();
        Assert.Equal(3, inputs.Count);
        Assert.Equal([101, 102], OffsetsOf(inputs[0]));
        Assert.IsType<TaskInput.ReplayEnded>(inputs[1]);
        Assert.Equal([103, 104], OffsetsOf(inputs[2]));
        Push(task, inputs);
        Assert.False(rebuilder.IsActive);
    }

    [Fact]
    public void A_batch_of_the_past_and_a_recorded_tick_go_through_whole()
    {
        var (_, rebuilder) = At(100, 103);
        Assert.Equal([100, 101], OffsetsOf(Assert.Single(rebuilder.Inputs(Records(100, 101)))));
        var tick = new TaskInput.Tick(LoopRig.At(9));
        Assert.Same(tick, Assert.Single(rebuilder.Inputs(tick)));
    }

    [Fact]
    public void It_is_over_at_the_end_of_the_stretch_or_of_a_log_that_is_shorter()
    {
        var (task, rebuilder) = At(100, 103);
        Assert.False(rebuilder.IsOver(logEnds: true));
        Push(task, rebuilder.Inputs(Records(100, 101)));
        Assert.False(rebuilder.IsOver(logEnds: false));
        Assert.True(rebuilder.IsOver(logEnds: true));
        Push(task, rebuilder.Inputs(Records(102)));
        Assert.True(rebuilder.IsOver(logEnds: false));
    }

    private static (TaskState Task, Rebuilder Rebuilder) At(long start, long end)
    {
        var task = new TaskState(TaskRig.Id, TaskRig.PartsOf([LoopRig.Above("hot", 5)], TimeSpan.Zero));
        task.BeginRebuild(start, end, null);
        return (task, new Rebuilder(task));
    }

    private static void Push(TaskState task, IEnumerable<TaskInput> inputs)
    {
        using var pump = new TaskPump(task, _ => { });
        foreach (var input in inputs) pump.Push(input);
    }

    private static TaskInput Records(params long[] offsets)
    {
        var batch = new RecordBatch();
        foreach (var offset in offsets) batch.Add(offset, "{}"u8);
        return new TaskInput.Records(batch);
    }

    private static IEnumerable<long> OffsetsOf(TaskInput input)
    {
        var batch = Assert.IsType<TaskInput.Records>(input).Batch;
        return Enumerable.Range(0, batch.Count).Select(batch.Offset);
    }
}
