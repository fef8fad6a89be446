using System.Globalization;

namespace RiskEngine.LoadTest;

/// <summary>The counts of one engine or of several together, read from <c>/metrics</c>.</summary>
internal sealed record EngineFigures
{
    public long Consumed { get; init; }

    public long Accounted { get; init; }

    public bool LedgerBalances { get; init; } = true;

    public long Late { get; init; }

    public long Lost { get; init; }

    /// <summary>Alert transitions published.</summary>
    public long Transitions { get; init; }

    public long RunningTasks { get; init; }

    public long Sources { get; init; }

    public long Checkpoints { get; init; }

    /// <summary>Bytes of the last checkpoints, one of each task.</summary>
    public long CheckpointBytes { get; init; }

    /// <summary>Time that tasks stood still for snapshots.</summary>
    public double SnapshotSeconds { get; init; }

    public long Allocated { get; init; }

    /// <summary>Collections by generation.</summary>
    public IReadOnlyList<long> Collections { get; init; } = [0, 0, 0];

    /// <summary>Events consumed, by task.</summary>
    public IReadOnlyDictionary<string, long> ConsumedByTask { get; init; } = new Dictionary<string, long>();

    /// <summary>Events that each of the engines has consumed, in their order.</summary>
    public IReadOnlyList<long> ConsumedByEngine { get; init; } = [];

    public static async Task<EngineFigures> ReadAsync(HttpClient http, IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var address in addresses) texts.Add(await http.GetStringAsync($"{address}/metrics", cancellationToken).ConfigureAwait(false));
        return Of(texts) with { ConsumedByEngine = [.. texts.Select(text => Of([text]).Consumed)] };
    }

    /// <summary>What part of the events each engine took since earlier figures, 0 to 1.</summary>
    public IReadOnlyList<double> SharesSince(EngineFigures first)
    {
        var took = ConsumedByEngine.Zip(first.ConsumedByEngine, (after, before) => (double)(after - before)).ToArray();
        var all = took.Sum();
        return [.. took.Select(one => all > 0 ? one / all : 0)];
    }

    /// <summary>The counts of engines from their texts in the Prometheus format, summed up.</summary>
    public static EngineFigures Of(IEnumerable<string> texts) =>
        Of(texts.SelectMany(text => text.Split('\n')).Where(line => line.StartsWith("riskengine_", StringComparison.Ordinal)).Select(Parse)
        .GroupBy(sample => sample.Name).ToDictionary(family => family.Key, family => family.ToList()));

    private static EngineFigures Of(Dictionary<string, List<(string Name, string Labels, double Value)>> families)
    {
        double Sum(string name, string label = "") => families.GetValueOrDefault(name, []).Where(s => s.Labels.Contains(label, StringComparison.Ordinal)).Sum(s => s.Value);
        long Events(string outcome) => (long)Sum("riskengine_events_total", $"outcome=\"{outcome}\"");
        var late = Events("late");
        return new EngineFigures
        {
            Consumed = Events("consumed"),
            Accounted = Events("evaluated") + Events("filtered") + late + Events("dead_lettered") + (long)Sum("riskengine_events_waiting"),
            LedgerBalances = families.GetValueOrDefault("riskengine_ledger_balanced", []).All(s => s.Value == 1),
            Late = late,
            Lost = (long)Sum("riskengine_lost_records"),
            Transitions = (long)Sum("riskengine_transitions_total", "outcome=\"published\""),
            RunningTasks = (long)Sum("riskengine_task_running"),
            Sources = (long)Sum("riskengine_sources"),
            Checkpoints = (long)Sum("riskengine_checkpoints_total"),
            CheckpointBytes = (long)Sum("riskengine_checkpoint_bytes"),
            SnapshotSeconds = Sum("riskengine_checkpoint_snapshot_seconds_total"),
            Allocated = (long)Sum("riskengine_allocated_bytes_total"),
            Collections = [.. Enumerable.Range(0, 3).Select(generation => (long)Sum("riskengine_collections_total", $"generation=\"{generation}\""))],
            ConsumedByTask = families.GetValueOrDefault("riskengine_events_total", []).Where(s => s.Labels.EndsWith("outcome=\"consumed\"}", StringComparison.Ordinal))
                .GroupBy(s => s.Labels.Split('"')[1]).ToDictionary(task => task.Key, task => (long)task.Sum(s => s.Value)),
        };
    }

    private static (string Name, string Labels, double Value) Parse(string line)
    {
        var space = line.LastIndexOf(' ');
        var brace = line.IndexOf('{', StringComparison.Ordinal);
        var value = double.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture);
        return brace < 0 ? (line[..space], "", value) : (line[..brace], line[(brace + 1)..space], value);
    }
}
