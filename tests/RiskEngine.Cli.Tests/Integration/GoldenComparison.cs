using System.Text.RegularExpressions;
using RiskEngine.Core.Events;
using RiskEngine.Kafka;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Finds where the output topics differ from the golden run, after repeated records are dropped as a consumer would.</summary>
internal sealed class GoldenComparison(GoldenRun golden, TopicNames topics, string servers)
{
    private const string RebuiltMark = ",\"rebuilt\":true";
    private readonly List<string> _differences = [];

    /// <summary>Records that were published more than once.</summary>
    public int Repeated { get; private set; }

    /// <summary>Alerts that were published once more after lost state was brought back.</summary>
    public int Rebuilt { get; private set; }

    /// <summary>All differences; none where everything is as it must be.</summary>
    public IReadOnlyList<string> FindDifferences()
    {
        var (alerts, shadow, deadLetters, late) = ((List<TopicRecord>)[], (List<TopicRecord>)[], (List<TopicRecord>)[], (List<TopicRecord>)[]);
        Parallel.Invoke(
            () => alerts = TopicRecord.ReadAll(servers, topics.Alerts),
            () => shadow = TopicRecord.ReadAll(servers, topics.Shadow),
            () => deadLetters = TopicRecord.ReadAll(servers, topics.DeadLetters),
            () => late = TopicRecord.ReadAll(servers, topics.Late));
        CheckOrder(alerts);
        var expected = new SortedDictionary<string, string>(golden.Alerts.ToDictionary(alert => alert.Key, alert => WithoutSignals(alert.Value)), StringComparer.Ordinal);
        Compare("alert", expected, Distinct("alert", alerts, record => record.Headers["ce_id"], Unmarked));
        Rebuilt = alerts.Count(record => record.Text.Contains(RebuiltMark, StringComparison.Ordinal));
        Compare("shadow alert", golden.Shadow, Distinct("shadow alert", shadow, record => record.Headers["ce_id"], Unmarked));
        Compare("dead letter", golden.DeadLetters, Distinct("dead letter", deadLetters, PlaceOf, record => record.Headers["reason"]));
        Compare("late event", golden.Late, Distinct("late event", late, PlaceOf, record => record.Text));
        return _differences;
    }

    /// <summary>Where a side output says that it came from.</summary>
    public static string PlaceOf(TopicRecord record) => GoldenRun.Place(
        new TaskId(record.Headers["topic"], int.Parse(record.Headers["partition"])),
        long.Parse(record.Headers["offset"]),
        record.Headers.TryGetValue("line", out var line) ? int.Parse(line) : -1);

    private string Unmarked(TopicRecord record) => WithoutSignals(record.Text.Replace(RebuiltMark, "", StringComparison.Ordinal));

    /// <summary>Where the signals of several tasks lie in their log, the order decides in which they came.</summary>
    private string WithoutSignals(string alert) =>
        Regex.Replace(alert, $"\\{{\"topic\":\"{Regex.Escape(topics.Signals)}\"[^}}]*\\}}", "SIGNALS").Replace("SIGNALS,SIGNALS", "SIGNALS", StringComparison.Ordinal);

    private Dictionary<string, string> Distinct(string what, List<TopicRecord> records, Func<TopicRecord, string> identity, Func<TopicRecord, string> content)
    {
        var distinct = new Dictionary<string, string>();
        foreach (var record in records)
        {
            var (id, text) = (identity(record), content(record));
            if (distinct.TryAdd(id, text)) continue;
            Repeated++;
            if (distinct[id] != text) _differences.Add($"{what} {id} was repeated with other content:\n  {distinct[id]}\n  {text}");
        }

        return distinct;
    }

    private void Compare(string what, SortedDictionary<string, string> expected, Dictionary<string, string> found)
    {
        foreach (var (id, text) in expected)
        {
            if (!found.TryGetValue(id, out var other)) _differences.Add($"{what} {id} is missing: {text}");
            else if (other != text) _differences.Add($"{what} {id} differs:\n  expected {text}\n  found    {other}");
        }

        foreach (var (id, text) in found.Where(entry => !expected.ContainsKey(entry.Key))) _differences.Add($"{what} {id} is too much: {text}");
    }

    /// <summary>The transitions of one alert share a partition and come in order when repeated ids are dropped.</summary>
    private void CheckOrder(List<TopicRecord> alerts)
    {
        foreach (var alert in alerts.GroupBy(record => record.Key))
        {
            var numbers = alert.DistinctBy(record => record.Headers["ce_id"]).Select(record => int.Parse(record.Headers["ce_id"].Split('-')[^1])).ToList();
            if (alert.Select(record => record.Partition).Distinct().Count() > 1) _differences.Add($"alert {alert.Key} lies in several partitions");
            if (!numbers.SequenceEqual(numbers.Order())) _differences.Add($"alert {alert.Key} came in the order {string.Join(", ", numbers)}");
        }
    }
}
