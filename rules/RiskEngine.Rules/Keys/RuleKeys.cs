using RiskEngine.Core.Rules;
using static RiskEngine.Rules.Keys.Shapes;

namespace RiskEngine.Rules.Keys;

/// <summary>The keys of a rule: what the parser accepts and what the JSON Schema describes.</summary>
internal static class RuleKeys
{
    public static readonly KeySpec Id = new("id", new TextShape(80, "words in small letters joined by hyphens", "^[a-z0-9]+(-[a-z0-9]+)*$"),
        "The rule's name for machines. It must not change while the rule lives, and no other rule may have it.")
    { Required = true, Examples = ["gas-rising-indoor"] };

    public static readonly KeySpec Title = new("title", Line, "What the rule finds, in one line.")
    { Required = true, Examples = ["Gas concentration is rising in a building"] };

    public static readonly KeySpec Description = new("description", Paragraph,
        "Why the thresholds are what they are: the physics, the norm, the units.");

    public static readonly KeySpec On = new("on", new AnyShape(KindText, new ListShape(KindText, MostItems)),
        "The kinds of events it looks at. '*' stands for any one segment, a final '**' for any rest; sensor.gas takes sensor.gas.co too. Needed by all " +
        "types but sequence, whose steps name their kinds, and correlation, which looks at alerts.")
    { Examples = ["sensor.gas", "[sensor.smoke, sensor.heat]"] };

    public static readonly KeySpec Where = new("where", OverEvent, "Which of those events count: a condition over the event.")
    { Examples = ["attributes.location == \"indoor\"", "value > 0.0"] };

    public static readonly KeySpec Deduplicate = new("deduplicate", Span,
        "How long after a delivery of an event further ones with its kind, source and id do not count. Events without an id all count.")
    { Examples = ["10m"] };

    public static readonly TextShape Key = new(80, "source, site, a level of the site path or an attribute", @"^(?!\s*attributes\.?\s*$)[^,]+$");

    public static readonly KeySpec By = new("by", new AnyShape(Key, new ListShape(Key, 2)),
        "What is watched one by one, with an alert of its own: each source, each site, each area of a level (district, community, grid, " +
        "building), each value of an attribute, or each two of a place or device and an attribute. Rules on access events may name credential, card or plate.")
    { Required = true, Examples = ["source", "site", "community", "[site, attributes.lane]", "[source, attributes.channel]"] };

    public static readonly KeySpec Detect = new("detect", new DetectShape(), "How it measures: a type and what that type needs.")
    { Required = true, Examples = ["{type: metric, measure: avg(value), window: 5m}"] };

    public static readonly MapSpec GradeKeys = new("grades",
    [
        new("blue", OverMeasure, "Minor: keep an eye on it.") { Examples = ["\">= 5\""] },
        new("yellow", OverMeasure, "Moderate: look at it today.") { Examples = ["\">= 10\""] },
        new("orange", OverMeasure, "Severe: go there now.") { Examples = ["\">= 15\""] },
        new("red", OverMeasure, "Extreme: danger to people.") { Examples = ["\">= 20\"", "measure > 20.0 && count >= 3"] },
    ]);

    public static readonly KeySpec Grades = new("grades", new MapShape(GradeKeys),
        "What the measure means: one condition per grade. The gravest one that holds decides.")
    { Examples = ["{blue: \">= 5\", red: \">= 20\"}"] };

    public static readonly KeySpec ForTime = new("time", SpanOrNone, "How long the condition must have held.") { Default = "0s", Examples = ["10m"] };

    public static readonly KeySpec ForAtLeast = new("at_least", new NumberShape(1, 1e6, Whole: true),
        "How many readings that must rest on. Left out: 2, or 1 where the measure lasts until it is over. Devices that report only changes need 1.")
    { Examples = ["1", "3"] };

    public static readonly MapSpec ForKeys = new("for", [ForTime, ForAtLeast]);

    public static readonly KeySpec For = new("for", new AnyShape(SpanOrNone, new MapShape(ForKeys)),
        "How long a grade's condition must have held before the alert fires or rises to it: a duration, or time and at_least.")
    { Default = "0s", Examples = ["20s", "5m", "{time: 10m, at_least: 3}"] };

    public static readonly KeySpec ClearWhen = new("when", OverMeasure, "The condition that ends the alert. Left out: no grade's condition holds.")
    { Examples = ["\"< 4\""] };

    public static readonly KeySpec ClearFor = new("for", SpanOrNone, "How long the better state must have lasted.") { Default = "0s", Examples = ["2m"] };

    public static readonly MapSpec ClearKeys = new("clear", [ClearWhen, ClearFor]);

    public static readonly KeySpec Clear = new("clear", new MapShape(ClearKeys), "When the alert ends: its own condition, and how long that must have held.")
    { Examples = ["{when: \"< 4\", for: 2m}"] };

    public static readonly KeySpec NoData = new("no_data",
        new WordShape(("hold", "The alert stays as it is until there are data again."), ("resolve", "The alert ends, with the reason no_data."),
            ("alert", "The silence itself raises the lowest grade.")),
        "What happens to an alert when its source falls silent.")
    { Default = "hold", Examples = ["hold"] };

    public static readonly KeySpec KeepFiringFor = new("keep_firing_for", SpanOrNone, "How long the alert stays open, at the least, after its condition last held.")
    { Default = "0s", Examples = ["10m"] };

    public static readonly KeySpec Mode = new("mode",
        new WordShape(("active", "Alerts are published."), ("shadow", "Runs on live events; alerts go to the shadow topic only."), ("off", "Does not run."),
            ("backtest", "Runs over recordings only.")),
        "Whether alerts are published.")
    { Default = "active", Examples = ["shadow"] };

    public static readonly KeySpec Labels = new("labels", new TableShape(Plain, 32), "Names and texts handed on with every alert.")
    { Examples = ["{department: gas}"] };

    public static readonly KeySpec Message = new("message", new TextShape(500, "a sentence with places such as {{ source }}"),
        "The sentence for people when the alert rises, with places to fill: " + string.Join(", ", MessageTemplate.Names.Select(name => "{{ " + name + " }}")) + ".")
    { Default = "{{ title }} ({{ key }})", Examples = ["\"Gas at {{ source }} averages {{ measure }} %LEL\""] };

    public static readonly KeySpec FallingMessage = new("message_falling", new TextShape(500, "a sentence with places such as {{ source }}"),
        "The sentence when the alert falls to a lighter grade; without it one that says so in plain words.")
    { Examples = ["\"Gas at {{ source }} is down to {{ measure }} %LEL\""] };

    public static readonly KeySpec ResolvedMessage = new("message_resolved", new TextShape(500, "a sentence with places such as {{ source }}"),
        "The sentence when the trouble is over; without it one that says so in plain words.")
    { Examples = ["\"Door {{ source }} is closed again after {{ duration }}\""] };

    public static readonly KeySpec Runbook = new("runbook", new TextShape(500), "Where the steps to take are written down.")
    { Examples = ["docs/runbooks/gas.md"] };

    public static readonly KeySpec Owner = new("owner", Line, "Who answers for the rule.") { Examples = ["gas-safety@example.org"] };

    public static readonly KeySpec FalsePositives = new("false_positives", new AnyShape(Paragraph, new ListShape(Paragraph, MostItems)),
        "What else makes the rule fire.")
    { Examples = ["[Cooking with the sensor beside the stove]"] };

    public static readonly KeySpec Unit = new("unit", new TextShape(30),
        "Unit of the measure; where that is the unit of the value, events of another unit are not measured.")
    { Examples = ["\"%LEL\"", "m3/h"] };

    public static readonly KeySpec Category = new("category",
        new WordShape(("Geo", "Geophysical"), ("Met", "Meteorological"), ("Safety", "General emergency and public safety"),
            ("Security", "Law enforcement and security"), ("Rescue", "Rescue and recovery"), ("Fire", "Fire suppression and rescue"),
            ("Health", "Medical and public health"), ("Env", "Pollution and other environmental"), ("Transport", "Public and private transportation"),
            ("Infra", "Utility and other infrastructure"), ("CBRNE", "Chemical, biological, radiological, nuclear or explosive"), ("Other", "Other")),
        "Category of the Common Alerting Protocol.")
    { Default = "Safety", Examples = ["Infra"] };

    public static readonly KeySpec Tests = new("tests", new ListShape(new MapShape(CaseKeys.Case), 1_000),
        "Events, and the alerts that they must give. Every rule wants one test that fires and one that must not.");

    /// <summary>The rule itself.</summary>
    public static readonly MapSpec Rule = new("",
    [
        Id, Title, Description, On, Where, Deduplicate, By, Detect, LimitKeys.Limits, Grades, For, Clear, NoData, KeepFiringFor, ScheduleKeys.Schedule, Mode,
        Message, FallingMessage, ResolvedMessage, Unit, Category, Labels, Runbook, Owner, FalsePositives, Tests,
    ]);
}
