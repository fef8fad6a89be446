using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Registers;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.State;

/// <summary>The names under which state is stored: whoever changes one throws away what running engines have stored under it.</summary>
public sealed class PartNameTests
{
    private const string Events = "access.**,sensor.gas|value != 3|site";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly EventNumber Hashed = new("attributes.door", static _ => double.NaN, static _ => 1);

    private static readonly Dictionary<string, string[]> Stored = new()
    {
        ["threshold"] = ["alerts:r1:site"],
        ["metric"] = ["alerts:r1:site", $"panes:{Events}|value:600000000:3,-1,-1,-1,-1,-1,-1,-1,-1,-1,q"],
        ["sliding metric"] = ["alerts:r1:site", "sliding:r1:site:3878f533:attributes.door#:1800000000:-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,d"],
        ["register"] = ["alerts:r1:site", $"panes:{Events}|value:600000000:-1,-1,-1,-1,-1,-1,-1,3,4,-1,r"],
        ["known register"] = ["alerts:r1:site", "sliding:r1:site:3878f533:value:1800000000:-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,r0.1/20/3600/100000"],
        ["frequency"] = ["alerts:r1:site", "sliding:r1:site:3878f533:1:6000000000:-1,-1,-1,-1,-1,-1,-1,-1,-1,-1"],
        ["absence"] = ["alerts:r1:site", "absence:r1:site:3878f533"],
        ["correlation"] = ["alerts:r1:site", "correlation:r1:site:ordered of a, b:3000000000"],
        ["open correlation"] = ["alerts:r1:site", "correlation:r1:site:count of a, b:while orange"],
        ["score over windows"] = ["alerts:r1:site", $"panes:{Events}|value:600000000:3,-1,-1,-1,-1,-1,-1,-1,-1,-1,q", $"scorers:{Events}|value avg(value):mean:1:0:r1"],
    };

    public static TheoryData<string> Types => [.. Stored.Keys, .. TypeTrial.All.Select(trial => trial.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Stored_state_is_found_under_the_names_that_it_was_stored_under(string type)
    {
        var rule = RuleOf(type);
        var names = Stored.TryGetValue(type, out var known) ? known : [PartId.OfAlerts(rule), .. TypeTrial.All.Single(trial => trial.Type == type).StoredParts];
        Assert.Equal(names, new[] { PartId.OfAlerts(rule), rule.Detection.MemoryPart(rule) }.Concat(PartId.OfScores(rule)).OfType<string>().Distinct());
    }

    private static Core.Rules.Detection DetectionOf(string type) => type switch
    {
        "threshold" => new ThresholdDetection(EventNumber.Value),
        "metric" => Metric("avg(value)", EventNumber.Value, 2 * Minute, new AggregateCall(AggregateKind.Mean), new AggregateCall(AggregateKind.Quantile, 0.9)),
        "sliding metric" => Metric("distinct(attributes.door)", Hashed, null, new AggregateCall(AggregateKind.Distinct)),
        "register" => Metric("rate(value)", EventNumber.Value, Minute, new AggregateCall(AggregateKind.Rate)),
        "known register" => Metric("increase(value)", EventNumber.Value, null, new AggregateCall(AggregateKind.Increase)) with
        {
            Register = new RegisterLimits { Tolerance = 0.1, MaxStep = 20, Per = TimeSpan.FromHours(1), Capacity = 100_000 },
        },
        "frequency" => new FrequencyDetection(10 * Minute),
        "absence" => new AbsenceDetection([Minute, 5 * Minute]),
        "correlation" => new CorrelationDetection { RuleIds = ["a", "b"], Kind = CorrelationKind.Ordered, Within = 5 * Minute },
        "open correlation" => new CorrelationDetection { RuleIds = ["a", "b"], Kind = CorrelationKind.Count, While = Grade.Orange },
        "score over windows" => new ScoreDetection { Model = new MeanModel(), Inputs = [], Over = (MetricDetection)DetectionOf("metric"), LearnWhileOpen = false },
        _ => TypeTrial.All.Single(trial => trial.Type == type).Stored,
    };

    private static MetricDetection Metric(string text, EventNumber value, TimeSpan? every, params AggregateCall[] calls) =>
        new() { Text = text, Value = value, Window = new WindowSpec(3 * Minute, every), Aggregates = calls };

    private static Rule RuleOf(string type) => new()
    {
        Id = "r1",
        Title = "r1",
        Hash = "h",
        File = "r1.yaml",
        On = [new KindPattern("sensor.gas"), new KindPattern("access.**")],
        Where = new EventCondition("value != 3", static _ => Outcome.True),
        By = KeyBy.Site,
        Detection = DetectionOf(type),
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Yellow] = new(">= 1", Comparison.GreaterOrEqual, 1) }),
        Message = MessageTemplate.Parse("{{ key }}"),
    };
}
