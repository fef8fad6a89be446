using System.Globalization;
using System.Text;
using RiskEngine.Bench;

namespace RiskEngine.LoadTest;

/// <summary>Every profile in turn, <c>small</c> with its ceilings and latencies, and one table of all.</summary>
internal static class LoadSeries
{
    private static readonly string[] Profiles = ["small", "batch", "city", "storm", "skew", "disorder"];

    public static async Task<int> RunAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var results = new List<LoadResult>();
        foreach (var name in Profiles)
        {
            var isFirst = results.Count == 0;
            var result = await LoadTest.MeasureAsync(
                request with { Profile = BenchProfiles.Named(name), WithCeilings = isFirst, WithLatency = isFirst }, cancellationToken).ConfigureAwait(false);
            Console.WriteLine(LoadReport.Text(result));
            if (request.Results is { } folder) LoadReport.Write(folder, result);
            results.Add(result);
        }

        Console.Write(Table(results));
        return results.All(result => result.IsSound) ? 0 : 1;
    }

    private static string Table(IReadOnlyList<LoadResult> results)
    {
        var text = new StringBuilder("\n| profile | limit, events/s | sustained, events/s | seconds | us of CPU per event | cores busy, "
            + "all | alerts p50 | p99 | p99.9 | MB |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {result.Request.Profile.Name} | {Rate(result.LimitOf(LoadSubject.Engine))} | {Rate(result.Sustained)} | ");
            if (result.Sustained is not { } held) text.Append("| | | | | | |\n");
            else text.Append(CultureInfo.InvariantCulture, $"{held.Seconds:0} | {held.CpuPerEvent:0.00} | {held.Cores["machine"]:0.00} | "
                + $"{held.Latency.P50:0} ms | {held.Latency.P99:0} ms | {held.Latency.P999:0} ms | {held.MemoryBytes / 1048576.0:0} |\n");
        }

        return text.ToString();
    }

    private static string Rate(LoadFigure? figure) => figure is null ? "-" : figure.Rate.ToString("#,0", CultureInfo.InvariantCulture);
}
