using System.Text;
using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;
using RiskEngine.Kafka.Tests.Contracts;

namespace RiskEngine.Core.Tests.Alerts;

/// <summary>Alerts on the wire, byte for byte: <c>tests/golden/alerts</c>. <c>RISKENGINE_REWRITE_GOLDEN=1</c> writes the files anew.</summary>
public sealed class AlertJsonTests
{
    private static readonly string Folder = Path.Combine(Root(), "tests", "golden", "alerts");

    public static TheoryData<string> Examples() => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_alert_is_written_as_it_always_was(string name)
    {
        using var json = new AlertJson();
        var path = Path.Combine(Folder, name + ".json");
        var written = Encoding.UTF8.GetString(json.Encode(All[name])) + "\n";
        if (Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1") File.WriteAllText(path, written);
        Assert.Equal(File.ReadAllText(path), written);
    }

    [Fact]
    public void Every_golden_file_has_its_example() =>
        Assert.Equal(All.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(Folder).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void Any_alert_is_as_the_schema_says_and_equal_alerts_are_equal_bytes()
    {
        using var json = new AlertJson();
        using var other = new AlertJson();
        var schema = TopicSchema.Named("alert.v1");
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var rig = new EvaluatorRig(RandomRules.Make(RandomRules.Types[seed % RandomRules.Types.Length], random, TimeSpan.FromSeconds(1)));
            foreach (var reading in RandomStream.InOrder(random, TimeSpan.FromSeconds(1), 40)) rig.Observe(reading);
            rig.Drain();
            foreach (var transition in rig.Transitions)
            {
                var bytes = json.Encode(transition).ToArray();
                Assert.Equal(bytes, other.Encode(transition with { Number = transition.Number }).ToArray());
                using var document = JsonDocument.Parse(bytes);
                Assert.Equal("", schema.FaultsOfOurs(document.RootElement));
                Assert.Equal(transition.Id, document.RootElement.GetProperty("id").GetString());
            }
        }
    }

    [Fact]
    public void A_fingerprint_stays_what_it_is_over_versions()
    {
        Assert.Equal("0c39c720fc8c92c473648586", Fingerprint.Of("gas-rising-indoor", "source", "gm-00412", new EventTime(1_795_255_200_123_000)));
        Assert.NotEqual(
            Fingerprint.Of("gas-rising-indoor", "source", "gm-00412", new EventTime(1_795_255_200_123_000)),
            Fingerprint.Of("gas-rising-indoor", "site", "gm-00412", new EventTime(1_795_255_200_123_000)));
    }

    private static Dictionary<string, AlertTransition> All { get; } = new()
    {
        ["firing"] = Firing,
        ["graver"] = Firing with
        {
            Number = 2,
            Grade = Grade.Red,
            PreviousGrade = Grade.Yellow,
            At = At(40),
            Measurement = new Measurement(21.25, 60, At(-20), At(40)),
            Evidence = new Evidence(130, 190)
        },
        ["resolved"] = Firing with
        {
            Number = 3,
            State = AlertState.Resolved,
            Grade = Grade.Yellow,
            PreviousGrade = Grade.Yellow,
            Reason = TransitionReason.Cleared,
            At = At(3723)
        },
        ["silent"] = Firing with
        {
            Grade = Grade.Blue,
            Reason = TransitionReason.NoData,
            Measurement = new Measurement(double.NaN, 0, At(0), At(0)),
            Evidence = Evidence.None,
            FirstRecords = Evidence.None,
            OnIdleClock = true,
        },
        ["site-and-unicode"] = Firing with
        {
            Rule = Firing.Rule with { By = KeyBy.Site, Title = "华西 \"gas\" <&> \u2028", Runbook = null, Owner = null, Unit = "", Labels = new Dictionary<string, string>() },
            Key = "huaxi/c12/g07/b3",
        },
        ["flapping"] = Firing with { Number = 5, PreviousGrade = Grade.Yellow, Grade = Grade.Yellow, Reason = TransitionReason.Flapping, IsFlapping = true },
        ["reopened-in-two-languages"] = Firing with
        {
            Number = 7,
            IsReopened = true,
            Rule = Firing.Rule with
            {
                Translations = new Dictionary<string, RuleSentences>
                {
                    ["zh"] = new(MessageTemplate.Parse("{{ source }} 燃气浓度 {{ measure }} {{ unit }}（{{ grade }}）"), null, null),
                    ["en"] = new(Firing.Rule.Message, null, null),
                },
            },
        },
        ["area"] = Firing with { Rule = Firing.Rule with { By = new KeyBy(KeyKind.Area, "district", 1) }, Key = "huaxi", Site = "huaxi" },
    };

    private static AlertTransition Firing => new()
    {
        Fingerprint = Fingerprint.Of("gas-rising-indoor", "source", "gm-00412", At(0)),
        Number = 1,
        Rule = GasRising,
        Task = new Core.Events.TaskId("risk.events.sensor.v1", 3),
        State = AlertState.Firing,
        Grade = Grade.Yellow,
        PreviousGrade = Grade.None,
        Reason = TransitionReason.Condition,
        Key = "gm-00412",
        Site = "huaxi/c12/g07/b3",
        Onset = At(-60),
        FirstEvidence = At(0),
        At = new EventTime(At(20).Micros + 1),
        Measurement = new Measurement(11.5, 60, At(-40), At(20)),
        Evidence = new Evidence(120, 180),
        FirstRecords = new Evidence(100, 160),
    };

    private static Rule GasRising => new()
    {
        Id = "gas-rising-indoor",
        Title = "Gas concentration is rising in a building",
        Hash = "0123456789abcdef",
        File = "rules/packs/gas/gas-rising-indoor.yaml",
        On = [new KindPattern("sensor.gas")],
        By = KeyBy.Source,
        Detection = new MetricDetection
        {
            Text = "avg(value)",
            Value = EventNumber.Value,
            Window = new Core.Windows.WindowSpec(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)),
            Aggregates = [new Core.Windows.AggregateCall(Core.Windows.AggregateKind.Mean)],
        },
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition>
        {
            [Grade.Blue] = new(">= 5", Comparison.GreaterOrEqual, 5),
            [Grade.Yellow] = new(">= 10", Comparison.GreaterOrEqual, 10),
            [Grade.Red] = new("measure >= 20", null, double.NaN),
        }),
        Message = MessageTemplate.Parse("Gas at {{ source }} averages {{ measure }} {{ unit }} ({{ grade }}, {{ duration }}, {{ count }} readings, threshold {{ threshold }})"),
        Unit = "%LEL",
        Runbook = "docs/runbooks/gas.md",
        Owner = "gas-desk",
        Labels = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
        CapCategory = "Fire",
    };

    private static EventTime At(int second) => RandomStream.Start + TimeSpan.FromSeconds(second);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RiskEngine.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("RiskEngine.sln is in no folder above the tests");
    }
}
