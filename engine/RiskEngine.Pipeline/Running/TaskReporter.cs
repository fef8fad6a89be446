using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>Reports how a task is doing, and what an operator must hear about it: losses, sites in two partitions, wrong clocks.</summary>
/// <remarks>Owned by the task's thread.</remarks>
/// <param name="task">The task.</param>
/// <param name="source">What it reads.</param>
/// <param name="checkpointer">Its checkpoints.</param>
/// <param name="environment">Where sites are noted, and the clock.</param>
/// <param name="report">Receives each report.</param>
/// <param name="log">Told what an operator must hear.</param>
internal sealed partial class TaskReporter(
    TaskProgram task, ITaskSource source, Checkpointer checkpointer, TaskEnvironment environment, Action<TaskReport> report, ILogger log)
{
    private const int MostClocksTold = 16;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);
    private readonly ILogger _log = log;
    private DateTimeOffset _next;
    private long _lostTold = task.Ledger.Lost;
    private int _knownSites = 1;
    private readonly HashSet<(string Source, ClockFaultKind Kind)> _clocksTold = [];
    private long _clockFaultsTold;
    private readonly HashSet<UnixUnit> _unitsTold = [];

    /// <summary>How long the task stood still for the last change of rules; zero before the first.</summary>
    public TimeSpan RuleChange { get; set; }

    /// <summary>Whether names that are not in use any more filled the task at the last report.</summary>
    public bool IsCrowded { get; private set; }

    /// <summary>Reports where a report is due.</summary>
    public void ReportWhenDue()
    {
        if (environment.Time.GetUtcNow() >= _next) Report(task.Rebuild is null ? TaskPhase.Running : TaskPhase.Rebuilding);
    }

    /// <summary>Reports now.</summary>
    public void Report(TaskPhase phase)
    {
        var now = environment.Time.GetUtcNow();
        _next = now + Every;
        IsCrowded = task.IsCrowded;
        var ledger = task.Ledger;
        if (ledger.Lost > _lostTold)
        {
            LogLost(task.Id, ledger.Lost - _lostTold, ledger.Lost);
            _lostTold = ledger.Lost;
        }

        if (task is TaskState evaluating)
        {
            TellClocks(evaluating);
            TellUnits(evaluating);
        }

        report(TaskReport.Of(task, source, checkpointer, phase, now) with { RuleChange = RuleChange });
    }

    /// <summary>Tells of each source whose clock is ahead, or that sends out of order, once; of the first ones only, where there are many.</summary>
    private void TellClocks(TaskState evaluating)
    {
        var faults = evaluating.Evaluator.ClockFaults;
        var count = faults.CountOf(ClockFaultKind.Ahead) + faults.CountOf(ClockFaultKind.OutOfOrder);
        if (count == _clockFaultsTold || _clocksTold.Count >= MostClocksTold) return;
        _clockFaultsTold = count;
        foreach (var fault in evaluating.WorstClocks(MostClocksTold))
        {
            if (fault.Kind != ClockFaultKind.Behind && _clocksTold.Add((fault.Source, fault.Kind))) LogClock(task.Id, fault.Sentence);
        }
    }

    /// <summary>Tells once of each unit that times were read in though it is not milliseconds.</summary>
    private void TellUnits(TaskState evaluating)
    {
        foreach (var times in evaluating.Decoder.ReadTimes)
        {
            if (_unitsTold.Add(times.Unit)) LogUnit(task.Id, times.Sentence);
        }
    }

    /// <summary>Notes the sites that the task has met since the last call.</summary>
    public void NoteSites()
    {
        if (task is not TaskState evaluating) return;
        for (; _knownSites < evaluating.Vocabulary.Sites.Count; _knownSites++)
        {
            var site = evaluating.Vocabulary.Sites[_knownSites];
            if (environment.Sites.Register(task.Id, site) is { } other) LogTwoPartitions(site, task.Id, other);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Task}: retention removed {Lost} records before they were evaluated, {Total} in all; windows may lack them")]
    private partial void LogLost(TaskId task, long lost, long total);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task}: {Fault}; only its own alerts suffer (docs/time.md)")]
    private partial void LogClock(TaskId task, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task}: {Times}")]
    private partial void LogUnit(TaskId task, string times);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Site '{Site}' of task {Task} was seen in partition {Other} too: key its events by site")]
    private partial void LogTwoPartitions(string site, TaskId task, int other);
}
