using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>All that can happen to a task. The same inputs in the same order give the same outputs, byte for byte.</summary>
public abstract record TaskInput
{
    private TaskInput()
    {
    }

    /// <summary>Records of the task's log were read.</summary>
    /// <param name="Batch">The records, in offset order; only lent until the push returns.</param>
    public sealed record Records(RecordBatch Batch) : TaskInput;

    /// <summary>Time has come this far without an event that says so.</summary>
    /// <param name="Reached">Event time; a watermark never moves back.</param>
    /// <param name="IsIdle">Whether the wall clock of an idle partition says so; false at the end of a recording. What an idle tick causes is marked.</param>
    public sealed record Tick(EventTime Reached, bool IsIdle = true) : TaskInput;

    /// <summary>Somebody asks something of the task.</summary>
    /// <param name="Request">What.</param>
    /// <param name="At">How far the task's time had come when it was recorded.</param>
    public sealed record Asked(RecordedRequest Request, EventTime At) : TaskInput;

    /// <summary>Somebody wrote a request that cannot be read. It is told and changes nothing, so that it is not recorded, and may come again after a restart.</summary>
    /// <param name="Request">The record.</param>
    public sealed record Unreadable(RequestRecord Request) : TaskInput;

    /// <summary>Other rules are in force from here on.</summary>
    /// <param name="Next">The new rules, built with the evaluator in force as the one before.</param>
    /// <param name="Crossing">The new rules over several partitions.</param>
    public sealed record RulesChanged(RuleEvaluator Next, IReadOnlyList<Rule> Crossing) : TaskInput;

    /// <summary>Rules over several partitions are to be told how far the task has come. Changes nothing.</summary>
    /// <param name="IsIdle">Whether its log holds no more, and it goes on by the clock of an idle log.</param>
    /// <param name="Introduces">Whether its owner introduces itself again.</param>
    public sealed record Mark(bool IsIdle, bool Introduces = false) : TaskInput;

    /// <summary>Lost state is back: what follows in the log is new.</summary>
    public sealed record ReplayEnded : TaskInput;
}
