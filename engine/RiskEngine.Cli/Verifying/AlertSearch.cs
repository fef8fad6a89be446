using System.Globalization;
using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka.Input;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Cli.Verifying;

/// <summary>Finds transitions on the alert topic.</summary>
/// <param name="log">Reads it.</param>
/// <param name="topic">The topic.</param>
internal sealed class AlertSearch(LogScan log, string topic)
{
    private const int Chunk = 20_000;

    /// <summary>How many records were looked at.</summary>
    public long LookedAt { get; private set; }

    /// <summary>All transitions that the topic holds; of one that was published several times the first.</summary>
    public IReadOnlyList<PublishedAlert> All(CancellationToken cancellationToken) => Once(log.ReadAll(topic, cancellationToken).Select(Counted));

    /// <summary>The transitions of an alert, or one transition: from the end of each partition backwards, because what is asked for is mostly new.</summary>
    /// <param name="id">Id of the alert, or of the transition.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">The topic does not hold it.</exception>
    public IReadOnlyList<PublishedAlert> Find(string id, CancellationToken cancellationToken)
    {
        var sought = Encoding.UTF8.GetBytes(id);
        var left = log.Partitions(name => name == topic).Select(task => (Task: task, log.BoundsOf(task).First, log.BoundsOf(task).End)).ToList();
        var found = new List<LogRecord>();
        while (left.Count > 0)
        {
            var next = new List<(TaskId Task, long First, long End)>();
            foreach (var (task, first, end) in left)
            {
                var from = Math.Max(first, end - Chunk);
                var named = log.Read(task, from, end, cancellationToken).Select(Counted).Where(record => record.Value is { } value && value.Span.IndexOf(sought) >= 0).ToList();
                found.InsertRange(0, named);

                // All transitions of an alert are in one partition.
                var isHere = named.Any(record => IsOf(record, id));
                if (isHere) next.Clear();
                if (from > first && !IsComplete(found, id)) next.Add((task, first, from));
                if (isHere) break;
            }

            left = next;
        }

        var alerts = Once(found).Where(alert => alert.Id == id || alert.Alert == id).ToList();
        if (alerts.Count > 0) return alerts;
        throw new InputException(string.Create(CultureInfo.InvariantCulture,
            $"no alert '{id}' among the {LookedAt:N0} records of {topic}; give the id of an alert or of a transition, as the field alert or id has it"));
    }

    /// <summary>Whether what was found begins with the first transition, or is the one that is sought.</summary>
    private static bool IsComplete(List<LogRecord> found, string id) => Once(found).Any(alert => alert.Id == id || alert.Id == $"{id}-1");

    private static bool IsOf(LogRecord record, string id) => Once([record]).Any(alert => alert.Id == id || alert.Alert == id);

    private static List<PublishedAlert> Once(IEnumerable<LogRecord> records)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var order = new List<PublishedAlert>();
        foreach (var record in records)
        {
            if (record.Value is not { Length: > 0 } value) continue;
            var alert = PublishedAlert.Parse(value, new RecordPlace(new TaskId(record.Topic, record.Partition).ToString(), record.Offset));
            if (found.Add(alert.Id)) order.Add(alert);
        }

        return order;
    }

    private LogRecord Counted(LogRecord record)
    {
        LookedAt++;
        return record;
    }
}
