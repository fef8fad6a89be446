using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline.Ticks;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>The recorded ticks of idle clocks that belong to a kept log, task by task.</summary>
public sealed class KeptTicks
{
    private readonly Dictionary<TaskId, TickHistory> _byTask = [];

    /// <summary>Reads them from what <c>kcat -C -e -J</c> wrote of the topic of ticks, or from its bare values.</summary>
    /// <param name="paths">The files, in the order of the topic; .gz too.</param>
    /// <param name="group">The consumer group of the engines; null where the files are of one group only.</param>
    /// <exception cref="InputException">A file is missing, a line is no tick, or nobody says of which group ticks are wanted.</exception>
    public static KeptTicks Read(IReadOnlyList<string> paths, string? group)
    {
        var ticks = new KeptTicks();
        var groups = new SortedSet<string>(StringComparer.Ordinal);
        var place = 0L;
        foreach (var path in paths)
        {
            if (!File.Exists(path)) throw new InputException($"{path}: no such file; check the path");
            using var stream = RecordingStream.Open(path);
            foreach (var (line, number) in JsonLines.Split(path, stream))
            {
                var value = KcatLine.TryRead(line.Span, out _, out var inner) ? inner : line;
                var record = TickRecord.Decode(value)
                    ?? throw new InputException($"{path}:{number}: this is no tick of an idle clock; write the topic with kcat -C -e -J -t risk.ticks.v1");
                groups.Add(record.Group);
                if (group is not null && record.Group != group) continue;
                ticks.Add(place++, record);
            }
        }

        if (group is null && groups.Count > 1) throw new InputException($"the ticks are of several groups ({string.Join(", ", groups)}); say with --group which engines decided");
        return ticks;
    }

    /// <summary>Adds a record of the log of ticks.</summary>
    /// <param name="place">Its place there; places rise.</param>
    /// <param name="record">The record, of the group whose engines decided.</param>
    public void Add(long place, TickRecord record)
    {
        if (!_byTask.TryGetValue(record.Task, out var history)) _byTask.Add(record.Task, history = new TickHistory());
        history.Add(place, record);
    }

    /// <summary>The ticks of a task that count, in the order of their places.</summary>
    public IReadOnlyList<RecordedTick> Of(TaskId task) => _byTask.TryGetValue(task, out var history) ? history.Ticks : [];
}
