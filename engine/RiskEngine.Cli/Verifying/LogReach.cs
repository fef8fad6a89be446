using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Input;
using RiskEngine.Rules.Inputs;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Cli.Verifying;

/// <summary>How far back in the log alerts reach.</summary>
/// <param name="options">Those of the engine.</param>
/// <param name="engine">How it makes its tasks.</param>
/// <param name="sets">The rule sets.</param>
/// <param name="inputs">The mappings; null where there are none.</param>
/// <param name="log">Reads the log.</param>
internal sealed class LogReach(EngineOptions options, EngineTasks engine, IReadOnlyList<IReadOnlyList<Rule>> sets, InputSet? inputs, LogScan log)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>What of which partitions is to be read: those that the evidence names, or all of them for an alert that rests on no record.</summary>
    /// <param name="alerts">The alerts.</param>
    /// <param name="isWhole">Whether all that is kept of them is wanted.</param>
    public IReadOnlyList<KeptStretch> StretchesOf(IReadOnlyList<PublishedAlert> alerts, bool isWhole)
    {
        var starts = new Dictionary<TaskId, long>();
        foreach (var alert in alerts)
        {
            foreach (var evidence in alert.Evidence.GroupBy(range => range.Task))
            {
                var start = isWhole ? 0 : Math.Min(StartOf(alert, evidence.Key), evidence.Min(range => range.From));
                starts[evidence.Key] = Math.Min(starts.GetValueOrDefault(evidence.Key, long.MaxValue), start);
            }
        }

        if (alerts.Any(alert => !alert.Evidence.Any()))
        {
            var mapped = new MappedTopics([.. inputs?.Topics ?? []]);
            var topics = options.Kafka.Topics;
            foreach (var task in log.Partitions(name => topics.Events.Contains(name) || name == topics.Signals || mapped.Include(name))) starts[task] = 0;
        }

        var stretches = starts.Select(start => Bounded(start.Key, start.Value));
        return [.. stretches.OrderBy(stretch => stretch.Task.Topic, StringComparer.Ordinal).ThenBy(stretch => stretch.Task.Partition)];
    }

    /// <summary>The offset from which on the log of a partition decides about an alert; 0 for all of it, as where a model has learned.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="task">A partition that its evidence names.</param>
    public long StartOf(PublishedAlert alert, TaskId task)
    {
        var set = sets.FirstOrDefault(one => one.Any(rule => rule.Id == alert.Rule && rule.Hash == alert.RuleHash))
            ?? sets.FirstOrDefault(one => one.Any(rule => rule.Id == alert.Rule));
        if (set?.First(rule => rule.Id == alert.Rule) is not { } rule || rule.Scores.Count > 0 || rule.Detection.Judge is not null) return 0;
        var span = RuleMemory.ReplayOf([.. set]) + (2 * options.Lateness.Values.Concat(options.Disorder.Values).Max()) + (alert.At - alert.FirstEvidence) + Margin;
        var last = alert.Evidence.Where(range => range.Task == task).Max(range => range.To);
        using var history = new LogHistory(options.Kafka);
        return history.Find(task, last + 1, span, engine.TimesOf(task))?.Start ?? 0;
    }

    private KeptStretch Bounded(TaskId task, long from)
    {
        var (first, end) = log.BoundsOf(task);
        return new KeptStretch(task, first, Math.Max(first, from), end);
    }
}
