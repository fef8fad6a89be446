using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>Tells a task that brings lost state back where the past ends.</summary>
/// <remarks>Owned by the task's thread.</remarks>
/// <param name="task">The task.</param>
internal sealed class Rebuilder(TaskProgram task)
{
    /// <summary>Whether lost state is being brought back.</summary>
    public bool IsActive => task.Rebuild is not null;

    /// <summary>What an input becomes during the replay: of the records in which the replay ends, the first are past and the others new.</summary>
    public IEnumerable<TaskInput> Inputs(TaskInput input)
    {
        if (task.Rebuild is not { } rebuild || input is not TaskInput.Records records) return [input];
        return Split(records.Batch, rebuild.End);
    }

    /// <summary>Whether all that is past has been replayed.</summary>
    /// <param name="logEnds">Whether the source holds no more.</param>
    public bool IsOver(bool logEnds)
    {
        if (task.Rebuild is not { } rebuild) return false;

        // Before the first record comes, an end of the log is one that was seen before the reader went back.
        return rebuild.Remaining(task.NextOffset) == 0 || (logEnds && task.NextOffset > rebuild.Start);
    }

    private static IEnumerable<TaskInput> Split(RecordBatch records, long end)
    {
        var (past, current) = (new RecordBatch(), new RecordBatch());
        for (var i = 0; i < records.Count; i++)
        {
            var part = records.Offset(i) < end ? past : current;
            part.AddFrom(records, i);
        }

        foreach (var removed in records.Removed) past.AddRemoved(removed);
        return current.Count == 0
            ? [new TaskInput.Records(past)]
            : [new TaskInput.Records(past), new TaskInput.ReplayEnded(), new TaskInput.Records(current)];
    }
}
