using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection;

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
        ScoreDetection score => $"{Of("score", rule)}:{score.Measure}:{score.Model.Version}:{score.Model.ParameterHash}{(score.FalseAlarmsPerWeek is null ? "" : ":rate")}",
        SequenceDetection sequence => $"{Of("sequence", rule)}:{HashOf(sequence.Steps.Select(TextOf))}:{sequence.Within.Ticks}",
        CorrelationDetection correlation => $"correlation:{rule.Id}:{rule.By}:{correlation.Measure}:{correlation.Within.Ticks}",
        _ => throw new NotSupportedException($"rule '{rule.Id}': no state for type '{rule.Detection.Type}'"),
    };

    /// <summary>Panes, shared by the rules that name them alike. How many are kept is not in the name: a longer ring holds all that a shorter one does.</summary>
    public static string OfPanes(Rule rule, MetricDetection metric) =>
        $"panes:{string.Join(',', Kinds(rule))}|{rule.Where?.Text}|{rule.By}|{TextOf(metric.Value)}:{PaneSize.For([metric.Window]).Ticks}:{new PaneLayout(metric.Aggregates)}";

    /// <summary>The samples of a sliding window.</summary>
    public static string OfSliding(Rule rule, MetricDetection metric) =>
        $"{Of("sliding", rule)}:{TextOf(metric.Value)}:{metric.Window.Size.Ticks}:{new PaneLayout(metric.Aggregates)}";

    /// <summary>How a part was named in segments of format 2, which did not tell which events it is about; null where it had the same name or another form.</summary>
    public static string? InFormat2(string id)
    {
        var names = id.Split(':', 5);
        if (names is not ["absence" or "flatline" or "new" or "score" or "sliding", _, _, ..]) return null;
        return names.Length == 5 ? $"{names[0]}:{names[1]}:{names[2]}:{names[4]}" : $"{names[0]}:{names[1]}:{names[2]}";
    }

    private static string OfSpike(Rule rule, SpikeDetection spike) =>
        $"{Of("spike", rule)}:{TextOf(spike.Value)}:{spike.Window.Ticks}:{spike.Reference.Ticks}:{spike.Every.Ticks}:{new PaneLayout([spike.Aggregate])}";

    private static string Of(string kind, Rule rule) => $"{kind}:{rule.Id}:{rule.By}:{HashOf([.. Kinds(rule), rule.Where?.Text])}";

    private static IEnumerable<string> Kinds(Rule rule) => rule.On.Select(pattern => pattern.Text).Order(StringComparer.Ordinal);

    /// <summary>Two inputs of one text differ where one of them is hashed to be told apart.</summary>
    private static string TextOf(EventNumber value) => value.Hash is null ? value.Text : $"{value.Text}#";

    private static string TextOf(SequenceStep step) =>
        $"{step.Name} {string.Join(',', step.On.Select(pattern => pattern.Text))} {step.Where?.Text} {step.IsNegated} {step.IsOptional}";

    private static string HashOf(IEnumerable<string?> texts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))).AsSpan(0, 4));
}
