using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Verifying;

/// <summary>How an engine makes the tasks whose alerts are derived again.</summary>
/// <param name="Define">What all its tasks are made from, by the rules that each partition evaluates for itself.</param>
/// <param name="Signals">The topic of signals, whose tasks evaluate the rules over several partitions.</param>
/// <param name="Patience">How long such rules wait for a partition of which nothing is heard.</param>
public sealed record EngineTasks(Func<IReadOnlyList<Rule>, TaskDefinition> Define, string Signals, TimeSpan Patience)
{
    private static readonly EventTime Never = EventTime.From(new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private EventTime _appended = Never;

    /// <summary>Whether its secret of pseudonyms is known: keys that are pseudonyms come out again then.</summary>
    public bool HasPseudonyms { get; init; }

    /// <summary>Tells the latest event time in records of a partition; null where they tell none.</summary>
    /// <param name="task">The partition.</param>
    public Func<RecordBatch, EventTime?> TimesOf(TaskId task) => new TaskState(task, DefinitionsOf([])(task)).LatestTime;

    /// <summary>The records of partitions, each with its place and, where that is the first that its partition tells, its time.</summary>
    /// <param name="records">The records, each partition's together and in order.</param>
    public IEnumerable<RecordedEvent> Read(IEnumerable<LogRecord> records)
    {
        var begun = new HashSet<TaskId>();
        Func<RecordBatch, EventTime?>? times = null;
        TaskId? current = null;
        var one = new RecordBatch();
        foreach (var record in records)
        {
            var task = new TaskId(record.Topic, record.Partition);
            if (task != current) (current, times, _appended) = (task, TimesOf(task), Never);
            if (record.AppendedUnixMillis > 0) _appended = EventTime.FromUnixMilliseconds(record.AppendedUnixMillis);
            var value = record.Value ?? ReadOnlyMemory<byte>.Empty;
            var time = EventTime.MinValue;
            if (!begun.Contains(task))
            {
                one.Clear();
                one.Add(record.Offset, value.Span, record.AppendedUnixMillis, record.Headers);
                if (!record.Key.IsEmpty) one.AddKey(record.Key.Span);
                if (times!(one) is { } told)
                {
                    time = told;
                    begun.Add(task);
                }
            }

            yield return new RecordedEvent(time, EventFamily.Sensor, "", value)
            {
                At = new RecordPlace(task.ToString(), record.Offset),
                Envelope = new RecordEnvelope(record.Topic)
                {
                    Partition = record.Partition,
                    Offset = record.Offset,
                    Key = record.Key.IsEmpty ? null : record.Key.ToArray(),
                    Headers = record.Headers,
                    AppendedUnixMillis = record.AppendedUnixMillis,
                },
            };
        }
    }

    /// <summary>What the task of a partition is made from.</summary>
    /// <remarks>What lies in the future is judged by the time at which the log took the records: an engine that was not behind judged by the same, but for moments.</remarks>
    /// <param name="rules">All rules of a set.</param>
    internal Func<TaskId, TaskDefinition> DefinitionsOf(IReadOnlyList<Rule> rules)
    {
        var set = new ActiveRules(rules).Current;
        var events = Define(set.Rules) with { Now = () => _appended };
        var signals = Define(set.Crossing) with { Reads = new SignalReading(Patience, rules.ToDictionary(rule => rule.Id, StringComparer.Ordinal)) };
        return task => task.Topic == Signals ? signals : events;
    }
}
