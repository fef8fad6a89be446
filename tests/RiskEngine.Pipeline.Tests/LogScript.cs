using System.Globalization;
using System.Text;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tests;

/// <summary>A made-up log with the rules and ticks that go with it: events out of order and late, records of several lines, lines that are no events.</summary>
internal sealed class LogScript
{
    public const long FirstOffset = 1000;

    public required IReadOnlyList<Rule> Rules { get; init; }

    public required TimeSpan Lateness { get; init; }

    public ByKind<TimeSpan> Deduplicate { get; init; } = new(TimeSpan.Zero, []);

    public required IReadOnlyList<byte[]> Records { get; init; }

    public required IReadOnlyList<LogStep> Steps { get; init; }

    public static LogScript Make(string type, int seed, int events = 60)
    {
        var random = new Random(seed);
        var unit = TimeSpan.FromMilliseconds(random.Next(3) switch { 0 => 100, 1 => 10_000, _ => 1000 });
        var lateness = random.Next(4) == 0 ? TimeSpan.Zero : unit * (random.Next(1, 30) / 5.0);
        var stream = RandomStream.InOrder(random, unit, random.Next(5, events));
        var delays = RandomStream.Micros(lateness) * 5 / 4;
        var arrived = stream.OrderBy(e => e.At + random.NextInt64(delays + 1)).ToList();
        var records = RecordsOf(arrived, random);
        return new LogScript
        {
            Rules = [.. Enumerable.Range(1, random.Next(1, 4)).Select(i => RandomRules.Make(type, random, unit, $"r{i}"))],
            Lateness = lateness,
            Records = records.ConvertAll(record => record.Bytes),
            Steps = StepsOf(records, random, unit),
        };
    }

    public static byte[] Encode(Reading reading)
    {
        var value = double.IsNaN(reading.Value) ? "" : $",\"value\":{reading.Value.ToString(CultureInfo.InvariantCulture)}";
        return Encoding.UTF8.GetBytes(
            $"{{\"kind\":\"sensor.gas\",\"source\":\"{reading.Source}\",\"site\":\"{reading.Site}\",\"time\":\"{new EventTime(reading.At)}\"{value}}}");
    }

    /// <summary>The same log with an id for each event, and with events that are delivered once more by later records.</summary>
    /// <param name="random">Decides which.</param>
    /// <param name="deduplicate">How long after a delivery further ones do not count.</param>
    public (LogScript Once, LogScript Again) Redelivered(Random random, TimeSpan deduplicate)
    {
        var once = new List<string>();
        var again = new List<string>();
        var delivered = new List<string>();
        foreach (var record in Records)
        {
            var lines = Encoding.UTF8.GetString(record).Split('\n').Select((line, i) => line.Replace("{", $"{{\"id\":\"{once.Count}-{i}\",", StringComparison.Ordinal)).ToList();
            once.Add(string.Join('\n', lines));
            delivered.AddRange(lines.Where(line => line.Contains("time", StringComparison.Ordinal)));
            while (delivered.Count > 0 && random.Next(3) == 0) lines.Add(delivered[random.Next(delivered.Count)]);
            again.Add(string.Join('\n', lines));
        }

        return (With(once), With(again));

        LogScript With(List<string> records) => new()
        {
            Rules = Rules,
            Lateness = Lateness,
            Steps = Steps,
            Records = records.ConvertAll(Encoding.UTF8.GetBytes),
            Deduplicate = new ByKind<TimeSpan>(TimeSpan.Zero, [new(new KindPattern("sensor"), deduplicate)]),
        };
    }

    private static List<(byte[] Bytes, long At)> RecordsOf(List<Reading> arrived, Random random)
    {
        var records = new List<(byte[], long)>();
        for (var i = 0; i < arrived.Count;)
        {
            var lines = random.Next(5) == 0 ? Math.Min(random.Next(2, 5), arrived.Count - i) : 1;
            var texts = arrived.GetRange(i, lines).ConvertAll(reading => Encoding.UTF8.GetString(Encode(reading)));
            if (random.Next(10) == 0) texts.Insert(random.Next(texts.Count + 1), "{\"kind\":\"sensor.gas\"}");
            i += lines;
            records.Add((Encoding.UTF8.GetBytes(string.Join('\n', texts)), arrived[i - 1].At));
        }

        return records;
    }

    private static List<LogStep> StepsOf(List<(byte[] Bytes, long At)> records, Random random, TimeSpan unit)
    {
        var steps = new List<LogStep>();
        for (var i = 0; i < records.Count;)
        {
            var count = Math.Min(random.Next(1, 6), records.Count - i);
            i += count;
            steps.Add(new LogStep(count, null));
            if (random.Next(5) == 0) steps.Add(new LogStep(0, new EventTime(records[i - 1].At) + (unit * (random.Next(-20, 40) / 10.0))));
        }

        steps.Add(new LogStep(0, new EventTime(records.Max(record => record.At)) + (unit * random.Next(0, 60))));
        return steps;
    }
}
