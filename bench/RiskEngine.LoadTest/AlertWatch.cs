using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Bench;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Input;

namespace RiskEngine.LoadTest;

/// <summary>The alert consumer, a process of its own: counts planted alerts and how long after the time at which their event was due they came.</summary>
/// <remarks>Asked by lines on the standard input, it answers with lines: <c>lap</c> and <c>all</c> with <c>count p50 p99 p99.9 max</c> in milliseconds since the last
/// <c>lap</c> or <c>reset</c>, <c>count</c> with the number of alerts since the start.</remarks>
internal static class AlertWatch
{
    public static int Run(string kafka, IReadOnlyList<string> kinds)
    {
        var rules = kinds.Select(BenchRules.PlantedRule).ToHashSet(StringComparer.Ordinal);
        var options = new KafkaOptions { BootstrapServers = kafka, GroupId = $"watch-{Environment.ProcessId}" };
        using var tail = new TopicTail(options, options.Topics.Alerts, NullLogger.Instance);
        var times = new List<double>();
        var total = 0;
        var lap = 0;
        var asked = Task.Run(Console.In.ReadLineAsync);
        Console.WriteLine("watching");
        while (true)
        {
            if (tail.Next(TimeSpan.FromMilliseconds(20)) is { } json && LatencyOf(json, rules) is { } millis) times.Add(millis);
            if (!asked.IsCompleted) continue;
            if (asked.Result is not { } line) return 0;
            Console.WriteLine(line == "count" ? $"{total + times.Count}" : Sentence(line == "lap" ? times.Skip(lap) : times));
            if (line == "reset")
            {
                total += times.Count;
                times.Clear();
            }

            if (line is "lap" or "reset") lap = times.Count;
            asked = Task.Run(Console.In.ReadLineAsync);
        }
    }

    private static double? LatencyOf(byte[] json, HashSet<string> rules)
    {
        using var alert = JsonDocument.Parse(json);
        var root = alert.RootElement;
        if (root.GetProperty("state").GetString() != "firing" || root.GetProperty("transition").GetInt32() != 1
            || !rules.Contains(root.GetProperty("rule").GetString() ?? ""))
        {
            return null;
        }

        return (TimeProvider.System.GetUtcNow() - root.GetProperty("time").GetDateTimeOffset()).TotalMilliseconds;
    }

    private static string Sentence(IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        if (sorted.Count == 0) return "0 0 0 0 0";
        double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
        return FormattableString.Invariant($"{sorted.Count} {At(0.5):0.0} {At(0.99):0.0} {At(0.999):0.0} {sorted[^1]:0.0}");
    }
}
