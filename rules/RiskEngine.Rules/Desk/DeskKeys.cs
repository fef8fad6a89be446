using RiskEngine.Rules.Keys;
using static RiskEngine.Rules.Keys.Shapes;

namespace RiskEngine.Rules.Desk;

/// <summary>The keys of the desk's file.</summary>
internal static class DeskKeys
{
    public const int MostEntries = 1_000;

    private static readonly TextShape Pattern = new(200, "a name, with * for any characters");
    private static readonly TextShape IdText = new(80, "words in small letters joined by hyphens", "^[a-z0-9]+(-[a-z0-9]+)*$");
    private static readonly TextShape LevelName = new(80, "a level of the site path, such as community");
    private static readonly TextShape TimeOf = new(40, "a time such as 2026-11-21T10:00:00Z");
    private static readonly TextShape Hour = new(5, "a time of day such as 06:00", "^([01]?[0-9]|2[0-3]):[0-5][0-9]$");
    private static readonly AnyShape Patterns = new(Pattern, new ListShape(Pattern, MostItems));
    private static readonly WordShape Grades = new(("blue", "Minor."), ("yellow", "Moderate."), ("orange", "Severe."), ("red", "Extreme."));

    public static readonly KeySpec Rules = new("rules", Patterns, "Rule ids.") { Examples = ["gas-*"] };
    public static readonly KeySpec Areas = new("areas", Patterns, "Areas: site paths with all that lies in them.") { Examples = ["huaxi/c12"] };
    public static readonly KeySpec Sources = new("sources", Patterns, "Devices, or other keys of alerts.") { Examples = ["lift-3*"] };
    public static readonly KeySpec CausesOf = new("causes", Patterns, "Causes.") { Examples = ["fire"] };
    public static readonly KeySpec Labels = new("labels", new TableShape(Line, MostItems), "Labels of rules and their values.") { Examples = ["{team: lifts}"] };
    public static readonly KeySpec AtMost = new("at_most", Grades, "The gravest grade that is meant.") { Default = "red", Examples = ["yellow"] };
    public static readonly MapSpec MatchKeys = new("a matcher", [Rules, Areas, Sources, CausesOf, Labels, AtMost]);

    public static readonly KeySpec Causes = new("causes", new TableShape(Patterns, MostEntries),
        "What alerts are about, by the rules that raise them. A rule's label cause comes first; without either it is the first word of the rule's id.")
    { Examples = ["{fire: [smoke-*, heat-*]}"] };

    public static readonly KeySpec Level = new("level", LevelName, "The level of the site path.") { Examples = ["community"] };
    public static readonly KeySpec Levels = new("levels", new TableShape(LevelName, MostItems), "Other levels for single causes.") { Examples = ["{fire: building}"] };
    public static readonly KeySpec Within = new("within", Span, "The longest time between an alert and the next that joins the same incident.")
    { Default = "30m", Examples = ["30m"] };
    public static readonly KeySpec Linger = new("linger", SpanOrNone, "How long all alerts of an incident must have ended before it is resolved.")
    { Default = "5m", Examples = ["5m"] };
    public static readonly KeySpec Wait = new("wait", SpanOrNone, "How long a rise to blue or yellow, and growth, wait for more. Orange and red wait for nothing.")
    { Default = "30s", Examples = ["30s"] };
    public static readonly KeySpec Picture = new("picture", SpanOrNone, "The least time between two records that tell nobody anything.") { Default = "5s", Examples = ["5s"] };
    public static readonly MapSpec IncidentKeys = new("incidents", [Level, Levels, Within, Linger, Wait, Picture]);
    public static readonly KeySpec Incidents = new("incidents", new MapShape(IncidentKeys), "How alerts become incidents.") { Examples = ["{level: community, within: 30m}"] };

    public static readonly KeySpec Id = new("id", IdText, "A name for machines.") { Required = true, Examples = ["lift-maintenance"] };
    public static readonly KeySpec Match = new("match", new MapShape(MatchKeys), "Which alerts.") { Required = true, Examples = ["{rules: lift-*}"] };
    public static readonly KeySpec From = new("from", TimeOf, "When it starts.") { Required = true, Examples = ["2026-11-21T10:00:00Z"] };
    public static readonly KeySpec To = new("to", TimeOf, "When it ends. Only a silence with a schedule may go on for ever.") { Examples = ["2026-11-22T10:00:00Z"] };
    public static readonly KeySpec By = new("by", Line, "Who set it.") { Required = true, Examples = ["lift desk"] };
    public static readonly KeySpec Why = new("why", Line, "For what reason.") { Required = true, Examples = ["the cables are changed"] };
    public static readonly MapSpec SilenceKeys = new("a silence", [Id, Match, From, To, By, Why, ScheduleKeys.Schedule]);
    public static readonly KeySpec Silences = new("silences", new ListShape(new MapShape(SilenceKeys), MostEntries), "Times in which some alerts are not told.")
    { Examples = ["[{id: …, match: {rules: lift-*}, from: …, to: …, by: …, why: …}]"] };

    public static readonly KeySpec Source = new("source", new MapShape(MatchKeys), "The alerts that explain others.") { Required = true, Examples = ["{rules: water-main-*}"] };
    public static readonly KeySpec Target = new("target", new MapShape(MatchKeys), "The alerts that are kept quiet.")
    { Required = true, Examples = ["{rules: water-pressure-low}"] };
    public static readonly KeySpec Equal = new("equal", LevelName, "The level of the site path that both share.") { Required = true, Examples = ["community"] };
    public static readonly KeySpec Longest = new("at_most", Span, "The longest time that one alert keeps others quiet.") { Default = "24h", Examples = ["12h"] };
    public static readonly MapSpec InhibitKeys = new("an inhibition", [Id, Source, Target, Equal, Longest]);
    public static readonly KeySpec Inhibit = new("inhibit", new ListShape(new MapShape(InhibitKeys), MostEntries), "Which alerts keep which others quiet while they are open.")
    { Examples = ["[{id: …, source: {rules: water-main-*}, target: {rules: water-pressure-low}, equal: community}]"] };

    public static readonly KeySpec Notifications = new("notifications", new NumberShape(1, 1_000_000, Whole: true), "How often people are told something of an area in a shift.")
    { Required = true, Examples = ["40"] };
    public static readonly KeySpec Shifts = new("shifts", new AnyShape(Hour, new ListShape(Hour, 24)), "When shifts begin.")
    { Default = "00:00", Examples = ["[\"06:00\", \"14:00\", \"22:00\"]"] };
    public static readonly KeySpec TimeZone = ScheduleKeys.TimeZone;
    public static readonly MapSpec BudgetKeys = new("budget", [Level, Notifications, Shifts, TimeZone]);
    public static readonly KeySpec Budget = new("budget", new MapShape(BudgetKeys), "How much people are told in a shift; blue and yellow beyond it wait for its end.")
    { Examples = ["{level: community, notifications: 40, shifts: [\"06:00\", \"14:00\", \"22:00\"]}"] };

    public static readonly KeySpec FromGrade = new("from", Grades, "The lightest grade that is escalated.") { Default = "orange", Examples = ["orange"] };
    public static readonly KeySpec After = new("after", Span, "How long after the incident reached its grade.") { Required = true, Examples = ["5m"] };
    public static readonly KeySpec Whom = new("to", Line, "Who is told.") { Required = true, Examples = ["shift leader"] };
    public static readonly KeySpec Sink = new("sink", Line, "By which sink; by all without it.") { Examples = ["pager"] };
    public static readonly MapSpec StepKeys = new("a step", [After, Whom, Sink]);
    public static readonly KeySpec Steps = new("steps", new ListShape(new MapShape(StepKeys), 20), "Who is told next where nobody has acknowledged.") { Required = true };
    public static readonly MapSpec EscalationKeys = new("escalation", [FromGrade, Steps]);
    public static readonly KeySpec Escalation = new("escalation", new MapShape(EscalationKeys), "Who is told next where nobody acknowledges in time.");

    public static readonly KeySpec Cause = new("cause", Line, "The cause of the incidents.") { Required = true, Examples = ["gas"] };
    public static readonly KeySpec With = new("with", new MapShape(MatchKeys), "Alerts of other causes that bear them out.")
    { Examples = ["{rules: [door-forced, entrance-surge]}"] };
    public static readonly KeySpec Against = new("against", new MapShape(MatchKeys), "Alerts that speak against them.") { Examples = ["{rules: gauge-stuck}"] };
    public static readonly KeySpec Near = new("within", Span, "How long an alert counts after it has ended.") { Default = "30m", Examples = ["10m"] };
    public static readonly KeySpec Families = new("families", new NumberShape(2, 10, Whole: true), "How many families must agree for the grade to rise.") { Default = "2" };
    public static readonly KeySpec RaiseTo = new("raise_to", Grades, "The grade that incidents then have at least. Left out: only their certainty rises.");
    public static readonly MapSpec CorroborationKeys = new("a corroboration", [Cause, Level, With, Against, Near, Families, RaiseTo]);
    public static readonly KeySpec Corroborate = new("corroborate", new ListShape(new MapShape(CorroborationKeys), MostEntries),
        "What bears incidents out, and what speaks against them.");

    public static readonly KeySpec HalfLife = new("half_life", Span, "How long until the risk index of an area has fallen by half, once what raised it is over.")
    { Default = "30m", Examples = ["30m"] };
    public static readonly KeySpec Days = new("days", new NumberShape(1, 366, Whole: true), "How many days the desk looks back for chronic areas.") { Default = "90" };
    public static readonly KeySpec ChronicIncidents = new("chronic_incidents", new NumberShape(1, 1_000_000, Whole: true),
        "From how many incidents in these days on an area is chronic.")
    { Default = "5" };
    public static readonly KeySpec ChronicIndex = new("chronic_index", new NumberShape(0, 100), "The risk index above which an area is in trouble.") { Default = "50" };
    public static readonly KeySpec ChronicShare = new("chronic_share", new NumberShape(0, 100), "From how much of these days in trouble on an area is chronic, in per cent.")
    { Default = "20" };
    public static readonly MapSpec PlaceKeys = new("places", [HalfLife, Days, ChronicIncidents, ChronicIndex, ChronicShare]);
    public static readonly KeySpec Places = new("places", new MapShape(PlaceKeys), "How the risk of areas fades, and which areas are chronic.")
    { Examples = ["{half_life: 30m, chronic_incidents: 5}"] };

    public static readonly KeySpec Remember = new("remember", Span, "How long an ended alert or incident is remembered.") { Default = "1h", Examples = ["1h"] };
    public static readonly KeySpec LongestShelf = new("longest_shelf", Span, "The longest time for which people may shelve or silence.") { Default = "7d", Examples = ["7d"] };
    public static readonly KeySpec MostAlerts = new("most_alerts", new NumberShape(100, 100_000_000, Whole: true),
        "How many alerts a task of the desk keeps; what comes beyond is told, each by itself.")
    { Default = "2000000" };

    public static readonly MapSpec Desk = new("the desk", [Causes, Incidents, Silences, Inhibit, Budget, Escalation, Corroborate, Places, Remember, LongestShelf, MostAlerts]);
}
