using System.Globalization;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.State;
using RiskEngine.Core.Tasks;
using RiskEngine.Redis;
using RiskEngine.Rules;

namespace RiskEngine.Service.State;

/// <summary>Prints what tasks have stored. Each method returns whether there was anything to show.</summary>
public sealed class StateView(RedisCheckpointStore store, TextWriter output)
{
    /// <summary>One line for each task.</summary>
    public async Task<bool> ShowOverview(CancellationToken cancellationToken)
    {
        var tasks = await ReadAll(cancellationToken).ConfigureAwait(false);
        if (tasks.Count == 0) return Nothing("no task has stored state here; check --redis and --key-prefix");
        var rows = new List<string[]> { new[] { "task", "epoch", "next record", "watermark", "segments", "bytes", "keys", "open alerts" } };
        foreach (var (id, stored, checkpoint, contents) in tasks)
        {
            var keys = contents.Parts.Sum(part => (long)part.Value.Count);
            rows.Add([id.ToString(), $"{stored.Epoch}", $"{checkpoint.NextOffset}", $"{checkpoint.Newest}",
                $"{stored.Segments.Count}", Count(BytesOf(stored)), Count(keys), $"{contents.OpenAlerts}"]);
        }

        Table(rows);
        output.WriteLine();
        output.WriteLine("'keys' counts a key once for each part that knows it. See also --task, --source, --stats.");
        return true;
    }

    /// <summary>Place, counts and parts of one task.</summary>
    public async Task<bool> ShowTask(string id, CancellationToken cancellationToken)
    {
        var tasks = (await ReadAll(cancellationToken).ConfigureAwait(false)).Where(task => task.Id.ToString() == id).ToList();
        if (tasks is not [var (_, stored, checkpoint, contents)]) return Nothing($"no state of task '{id}'; 'riskengine state show' lists the tasks");
        var ledger = checkpoint.Ledger;
        output.WriteLine($"task {id}, epoch {stored.Epoch}");
        output.WriteLine($"place      record {checkpoint.NextOffset}, resumes at {checkpoint.ResumeOffset}, newest event {checkpoint.Newest}");
        output.WriteLine($"segments   {checkpoint.OldestSegment} to {checkpoint.NewestSegment}, {Count(BytesOf(stored))} bytes");
        output.WriteLine($"events     {Count(ledger.Consumed)} consumed = {Count(ledger.Evaluated)} evaluated + {Count(ledger.Filtered)} filtered + "
            + $"{Count(ledger.Late)} late + {Count(ledger.Duplicates)} duplicates + {Count(ledger.DeadLettered)} dead-lettered + {ledger.Waiting} waiting");
        if (ledger.Lost > 0) output.WriteLine($"lost       {Count(ledger.Lost)} records, removed by retention before they were evaluated; the last seen at {checkpoint.LossAt}");
        output.WriteLine($"alerts     {ledger.Candidates} transitions = {ledger.Published} published + {ledger.Shadowed} of shadow rules; {contents.OpenAlerts} open");
        output.WriteLine();
        Table([["part", "keys", "bytes", "bytes a key"], .. contents.Parts.Where(part => part.Value.Count > 0)
            .Select(part => PartRow(part.Key, part.Value.Count, part.Value.Sum(Size)))]);
        return true;
    }

    /// <summary>What every part knows of one key.</summary>
    public async Task<bool> ShowKey(string key, string? task, CancellationToken cancellationToken)
    {
        var isFound = false;
        foreach (var (id, _, _, contents) in await ReadAll(cancellationToken).ConfigureAwait(false))
        {
            if (task is not null && id.ToString() != task) continue;
            foreach (var (part, payload) in contents.Of(key))
            {
                isFound = true;
                output.WriteLine($"{id}  {part}  {payload.Length} bytes");
                output.WriteLine($"    {StateText.Of(part, payload, StoredParts.All)}");
            }
        }

        return isFound || Nothing($"no task has state of '{key}'; keys are written as in events, persons as pseudonyms");
    }

    /// <summary>Keys and bytes of each part, over all tasks.</summary>
    public async Task<bool> ShowStatistics(CancellationToken cancellationToken)
    {
        var tasks = await ReadAll(cancellationToken).ConfigureAwait(false);
        if (tasks.Count == 0) return Nothing("no task has stored state here; check --redis and --key-prefix");
        var parts = tasks.SelectMany(task => task.Contents.Parts).GroupBy(part => part.Key)
            .Select(part => (Id: part.Key, Keys: part.Sum(one => (long)one.Value.Count), Bytes: part.Sum(one => one.Value.Sum(Size))))
            .Where(part => part.Keys > 0).OrderByDescending(part => part.Bytes).ToList();
        Table([["part", "keys", "bytes", "bytes a key"], .. parts.Select(part => PartRow(part.Id, part.Keys, part.Bytes)),
            PartRow("all", parts.Sum(part => part.Keys), parts.Sum(part => part.Bytes))]);
        var stored = tasks.Sum(task => BytesOf(task.Stored));
        output.WriteLine();
        output.WriteLine($"{tasks.Count} tasks, {Count(stored)} bytes in segments; keys that were written more than once are in the tables once.");
        return true;
    }

    /// <summary>Bytes of an entry in a segment: key, payload, their lengths and the mark that it is live.</summary>
    private static long Size(KeyValuePair<string, byte[]> entry) => System.Text.Encoding.UTF8.GetByteCount(entry.Key) + entry.Value.Length + 3;

    private static long BytesOf(StoredTask stored) => stored.Segments.Sum(segment => (long)segment.Length);

    private static string[] PartRow(string id, long keys, long bytes) =>
        [id.Length > 90 ? $"{id[..87]}..." : id, Count(keys), Count(bytes), keys == 0 ? "" : (bytes / (double)keys).ToString("0.0", CultureInfo.InvariantCulture)];

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private async Task<List<(TaskId Id, StoredTask Stored, TaskCheckpoint Checkpoint, TaskContents Contents)>> ReadAll(CancellationToken cancellationToken)
    {
        var tasks = new List<(TaskId, StoredTask, TaskCheckpoint, TaskContents)>();
        foreach (var id in await store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (await store.ReadAsync(id, cancellationToken).ConfigureAwait(false) is not { Checkpoint: { } checkpoint } stored) continue;
                var contents = new TaskContents();
                foreach (var segment in stored.Segments) contents.Add(segment.Span);
                tasks.Add((id, stored, checkpoint, contents));
            }
            catch (StateFormatException fault)
            {
                await Console.Error.WriteLineAsync($"riskengine: state of task {id} cannot be read: {fault.Message}").ConfigureAwait(false);
            }
        }

        return tasks;
    }

    private static bool Nothing(string why)
    {
        Console.Error.WriteLine($"riskengine: {why}");
        return false;
    }

    private void Table(List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
        }
    }
}
