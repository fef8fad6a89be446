using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.NewValue;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Detection.Types.Spike;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Rules;

/// <summary>Names the parts of a task's state that a rule needs: two rules that name a part alike can go on with one another's.</summary>
/// <remarks>A name depends on one rule alone, never on its neighbours, and changes whenever what the part holds would mean something else. Listed in
/// docs/state.md.</remarks>
internal static class PartId
{
    /// <summary>The alerts of a rule.</summary>
    public static string OfAlerts(Rule rule) => $"alerts:{rule.Id}:{rule.By}";

    /// <summary>What the rule remembers of events; null where it remembers nothing.</summary>
    public static string? OfMemory(Rule rule) => rule.Detection switch
    {
        ThresholdDetection => null,
        MetricDetection { Window.Every: not null } metric => OfPanes(rule, metric),
        MetricDetection sliding => OfSliding(rule, sliding),
        FrequencyDetection frequency => OfSliding(rule, frequency.AsCount),
        AbsenceDetection => Of("absence", rule),
        SpikeDetection spike => OfSpike(rule, spike),
        FlatlineDetection flatline => $"{Of("flatline", rule)}:{TextOf(flatline.Value)}",
        NewValueDetection newValue => $"{Of("new", rule)}:{TextOf(newValue.Value)}",
        ScoreDetection { Over: { } window } => OfPanes(rule, window),
        ScoreDetection score => OfScorers(rule, score),
        SequenceDetection sequence => $"{Of("sequence", rule)}:{HashOf(sequence.Steps.Select(TextOf))}:{sequence.Within.Ticks}",
        CorrelationDetection correlation => $"correlation:{rule.Id}:{rule.By}:{correlation.Measure}:{correlation.Within.Ticks}",
        _ => throw new NotSupportedException($"rule '{rule.Id}': no state for type '{rule.Detection.Type}'"),
    };

    /// <summary>Panes, shared by the rules that name them alike. How many are kept is not in the name: a longer ring holds all that a shorter one does.</summary>
    public static string OfPanes(Rule rule, MetricDetection metric) =>
        $"panes:{string.Join(',', Kinds(rule))}|{rule.Where?.Text}|{rule.By}|{TextOf(metric.Value)}:{PaneSize.For([metric.Window]).Ticks}:{new PaneLayout(metric.Aggregates)}";

    /// <summary>What models have learned for a rule: the scorers that it asks, and the rates of its alarms.</summary>
    public static IEnumerable<string> OfScores(Rule rule)
    {
        if (rule.Detection is ScoreDetection score)
        {
            yield return OfScorers(rule, score);
            if (score.FalseAlarmsPerWeek is not null) yield return OfRates(rule, score);
        }

        foreach (var call in rule.Scores) yield return OfScorers(rule, call);
    }

    /// <summary>The scorers of a rule of type score or baseline; one that stops learning while its alert is open shares them with no other.</summary>
    public static string OfScorers(Rule rule, ScoreDetection score) =>
        OfScorers(rule, rule.Where?.Text, Kinds(rule), score.Over is { } window ? $"{TextOf(window.Value)} {window.Text}" : InputsOf(score.Inputs), score.Model) + (score.LearnWhileOpen ? "" : $":{rule.Id}");

    /// <summary>The scorers of a call in an expression.</summary>
    public static string OfScorers(Rule rule, ScoreCall call) =>
        OfScorers(rule, FilterOf(rule, call), call.On is { } kinds ? Texts(kinds) : Kinds(rule), InputsOf(call.Inputs), call.Model);

    /// <summary>How often such findings come, for the rules over the same scorers.</summary>
    public static string OfRates(Rule rule, ScoreDetection score) => $"rates:2:{score.Type}:{OfScorers(rule, score)}";

    /// <summary>What a start file calls the series of a rule of type score or baseline.</summary>
    public static string SubjectOf(Rule rule, ScoreDetection score) =>
        $"{string.Join(',', Kinds(rule))}|{rule.Where?.Text}|{rule.By}|{score.Asked}{(score.LearnWhileOpen ? "" : $"|{rule.Id}")}";

    /// <summary>What a start file calls the series of a call.</summary>
    public static string SubjectOf(Rule rule, ScoreCall call) =>
        $"{string.Join(',', call.On is { } kinds ? Texts(kinds) : Kinds(rule))}|{FilterOf(rule, call)}|{rule.By}|{AskedBy(call)}";

    /// <summary>The model and what it judges.</summary>
    public static string AskedBy(ScoreCall call) => $"{call.Model.Name}({InputsOf(call.Inputs)})";

    /// <summary>What decides <c>where</c>: its text, and the scores that it reads.</summary>
    public static string OfCondition(Rule rule) =>
        string.Join('\n', [rule.Where?.Text ?? "", .. rule.Scores.Where(call => call.IsInWhere).Select(call => OfScorers(rule, call))]);

    /// <summary>The samples of a sliding window.</summary>
    public static string OfSliding(Rule rule, MetricDetection metric) =>
        $"{Of("sliding", rule)}:{TextOf(metric.Value)}:{metric.Window.Size.Ticks}:{new PaneLayout(metric.Aggregates)}";

    /// <summary>How a part was named in segments of format 2, which did not tell which events it is about; null where it had the same name or another form.</summary>
    public static string? InFormat2(string id)
    {
        var names = id.Split(':', 5);
        if (names is not ["absence" or "flatline" or "new" or "sliding", _, _, ..]) return null;
        return names.Length == 5 ? $"{names[0]}:{names[1]}:{names[2]}:{names[4]}" : $"{names[0]}:{names[1]}:{names[2]}";
    }

    private static string OfSpike(Rule rule, SpikeDetection spike) =>
        $"{Of("spike", rule)}:{TextOf(spike.Value)}:{spike.Window.Ticks}:{spike.Reference.Ticks}:{spike.Every.Ticks}:{new PaneLayout([spike.Aggregate])}";

    private static string Of(string kind, Rule rule) => $"{kind}:{rule.Id}:{rule.By}:{HashOf([.. Kinds(rule), rule.Where?.Text])}";

    private static string OfScorers(Rule rule, string? where, IEnumerable<string> kinds, string inputs, IModel model) =>
        $"scorers:{string.Join(',', kinds)}|{where}|{rule.By}|{inputs}:{model.Name}:{model.Version}:{model.ParameterHash}";

    /// <summary>A call in <c>where</c> sees what the schedule lets through, any other what <c>where</c> does.</summary>
    private static string? FilterOf(Rule rule, ScoreCall call) => call.IsInWhere ? rule.Schedule?.Text : rule.Where?.Text;

    private static string InputsOf(IReadOnlyList<EventNumber> inputs) => string.Join(", ", inputs.Select(TextOf));

    private static IEnumerable<string> Kinds(Rule rule) => Texts(rule.On);

    private static IEnumerable<string> Texts(IEnumerable<KindPattern> patterns) => patterns.Select(pattern => pattern.Text).Order(StringComparer.Ordinal);

    /// <summary>Two inputs of one text differ where one of them is hashed to be told apart.</summary>
    private static string TextOf(EventNumber value) => value.Hash is null ? value.Text : $"{value.Text}#";

    private static string TextOf(SequenceStep step) =>
        $"{step.Name} {string.Join(',', step.On.Select(pattern => pattern.Text))} {step.Where?.Text} {step.IsNegated} {step.IsOptional}";

    private static string HashOf(IEnumerable<string?> texts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))).AsSpan(0, 4));
}
