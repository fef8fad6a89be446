using System.Globalization;
using System.Text.RegularExpressions;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Reading.Picture;
using RiskEngine.Service.Http;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Service.Tests.Http;

/// <summary>docs/operations.md lists every metric as <c>/metrics</c> describes it. RISKENGINE_REWRITE_GOLDEN=1 writes the table anew.</summary>
public sealed partial class MetricsPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "operations.md");

    [Fact]
    public void Table_has_a_row_for_every_metric_with_its_type_its_labels_and_its_meaning()
    {
        string[] rows = [.. Rows(Metrics())];
        if (Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1") Rewrite(rows);

        Assert.Equal(rows, File.ReadAllLines(Page).Where(line => MetricRow().IsMatch(line)));
    }

    [Fact]
    public void Names_say_what_is_counted_in_which_unit_and_whether_it_only_grows() => Assert.All(Families(Metrics()), family =>
    {
        Assert.Matches("^(riskengine|process)_", family.Name);
        Assert.Equal(family.Type == "counter", family.Name.EndsWith("_total", StringComparison.Ordinal));
    });

    [Fact]
    public void What_the_process_takes_is_told_as_the_system_tells_it()
    {
        var metrics = Metrics();

        Assert.InRange(Value("process_resident_memory_bytes"), 10e6, 100e9);
        Assert.InRange(Value("process_cpu_seconds_total"), 0.001, 1e6);
        Assert.InRange(Value("process_start_time_seconds"), 1.5e9, 1e10);
        Assert.Contains("riskengine_picture_alerts{grade=\"red\"} 4\n", metrics, StringComparison.Ordinal);
        Assert.Contains("riskengine_reading_lag_records{part=\"history\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Matches("""riskengine_build_info\{version="\d+\.\d+\.\d+",commit="([0-9a-f]{40}|unknown)",runtime="\.NET [^"]+",librdkafka="[0-9.]+"\} 1\n""", metrics);

        double Value(string name) =>
            double.Parse(metrics.Split('\n').Single(line => line.StartsWith($"{name} ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>What an engine with one task answers.</summary>
    private static string Metrics()
    {
        var environment = new TaskEnvironment
        {
            Tasks = new TaskDefinition { Rules = [], CreatePseudonymizer = static () => new Pseudonymizer(PseudonymKeys.Generate()) },
            Rules = new ActiveRules([]),
            Store = new InMemoryCheckpointStore(),
            OpenOutputs = static _ => [],
        };
        var task = new TaskReport
        {
            Id = new TaskId("events", 0),
            Phase = TaskPhase.Running,
            ReportedAt = default,
            Rejections = new Dictionary<string, long> { ["bad_json"] = 1 },
            ReadTimes = [new ReadTimes(UnixUnit.Seconds, 1, ["gm-1"], HasMore: false)],
            ConditionErrors = new Dictionary<string, long> { ["gas"] = 1 },
            Desk = new DeskReport(
                6, [.. new[] { "notified", "folded", "silenced", "shelved", "inhibited", "budgeted" }.Select(outcome => KeyValuePair.Create(outcome, 1L))], 1, 1, 1, 1),
            PassedOver = [new PassedOver("gas", "sensor.gas", PassedOverReason.OtherUnit, "ppm", 1)],
        };
        var reading = new ReadingFigures(1, 2, true, new PictureCounts(new GradeCounts(1, 2, 3, 4), 1, 1, 1), 1);
        return MetricsText.Of([task], environment, [new SinkReport("desk", "webhook", 1, 1, 1, 1, 1, 1, null, null)], reading, isConnected: true, isReady: true, now: default);
    }

    private static IEnumerable<(string Name, string Help, string Type)> Families(string metrics) =>
        Family().Matches(metrics).Select(match => (match.Groups["name"].Value, match.Groups["help"].Value, match.Groups["type"].Value));

    private static IEnumerable<string> Rows(string metrics) =>
        from family in Families(metrics)
        let labels = Sample().Matches(metrics).Where(sample => sample.Groups["name"].Value == family.Name).SelectMany(sample => Label().Matches(sample.Groups["labels"].Value))
            .GroupBy(label => label.Groups["name"].Value, label => label.Groups["value"].Value)
            .Select(label => $"`{label.Key}`{(label.Key == "outcome" ? $": {string.Join(", ", label.Distinct().Select(value => $"`{value}`"))}" : "")}")
        let meaning = char.ToLowerInvariant(family.Help[0]) + family.Help[1..].TrimEnd('.')
        select $"| `{family.Name}` | {family.Type} | {string.Join(", ", labels)} | {meaning} |".Replace("|  |", "| |", StringComparison.Ordinal);

    private static void Rewrite(string[] rows)
    {
        var lines = File.ReadAllLines(Page);
        var first = Array.FindIndex(lines, line => MetricRow().IsMatch(line));
        var others = lines.Where(line => !MetricRow().IsMatch(line)).ToArray();
        File.WriteAllText(Page, string.Join('\n', [.. others[..first], .. rows, .. others[first..]]) + "\n");
    }

    [GeneratedRegex(@"^# HELP (?<name>\w+) (?<help>.*)\n# TYPE \w+ (?<type>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex(@"^(?<name>\w+)(\{(?<labels>.*)\})? \S+$", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(?<name>\w+)=""(?<value>[^""]*)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\| `(riskengine|process)_\w+` \| (gauge|counter) \|")]
    private static partial Regex MetricRow();
}
