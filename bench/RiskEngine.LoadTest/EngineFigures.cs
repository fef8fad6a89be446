using System.Globalization;

namespace RiskEngine.LoadTest;

/// <summary>The engine's own counts, read from <c>/metrics</c>.</summary>
internal sealed record EngineFigures(
    long Consumed, long Accounted, double Lag, bool LedgerBalances, long Late, long Candidates, long Published, long Lost, double CheckpointSeconds, long Allocated, long OldCollections)
{
    public static async Task<EngineFigures> ReadAsync(HttpClient http, string address, CancellationToken cancellationToken)
    {
        var text = await http.GetStringAsync($"{address}/metrics", cancellationToken).ConfigureAwait(false);
        var samples = text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Parse).ToList();
        double Sum(string name, string label = "") => samples.Where(s => s.Name == name && s.Labels.Contains(label, StringComparison.Ordinal)).Sum(s => s.Value);
        long Events(string outcome) => (long)Sum("riskengine_events_total", $"outcome=\"{outcome}\"");
        var late = Events("late");
        return new EngineFigures(
            Events("consumed"),
            Events("evaluated") + Events("filtered") + late + Events("dead_lettered") + (long)Sum("riskengine_events_waiting"),
            samples.Where(s => s.Name == "riskengine_lag_records" && !double.IsNaN(s.Value)).Sum(s => s.Value),
            samples.Where(s => s.Name == "riskengine_ledger_balanced").All(s => s.Value == 1),
            late,
            (long)Sum("riskengine_transitions_total", "outcome=\"candidate\""),
            (long)Sum("riskengine_transitions_total", "outcome=\"published\""),
            (long)Sum("riskengine_lost_records"),
            samples.Where(s => s.Name == "riskengine_checkpoint_duration_seconds").Select(s => s.Value).DefaultIfEmpty().Max(),
            (long)Sum("riskengine_allocated_bytes_total"),
            (long)Sum("riskengine_collections_total", "generation=\"2\""));
    }

    private static (string Name, string Labels, double Value) Parse(string line)
    {
        var space = line.LastIndexOf(' ');
        var brace = line.IndexOf('{');
        var value = double.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture);
        return brace < 0 ? (line[..space], "", value) : (line[..brace], line[(brace + 1)..space], value);
    }
}
