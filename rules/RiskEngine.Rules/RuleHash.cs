using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;

namespace RiskEngine.Rules;

/// <summary>Hashes what a rule does and says, not how its file is laid out.</summary>
/// <remarks>
/// In the hash: id, kinds, condition, key, detection, grades, the limits that they compare with, dwell times, flapping, reopening, silence, schedule, messages, unit, category,
/// labels, and the title where the message shows it. Not in it: comments, order of keys, description, owner, runbook, false positives, mode, tests.
/// </remarks>
internal static class RuleHash
{
    public static Rule Of(Rule rule, string detection)
    {
        var measured = Measured(rule, detection);
        return rule with { MeasureHash = Hash(measured), Hash = Hash($"id {rule.Id}\n{measured}{Judged(rule)}{Said(rule)}") };
    }

    /// <summary>Everything that decides when the rule fires: rules that agree in it always fire together.</summary>
    public static string OfFiring(Rule rule, string detection) => Hash(Measured(rule, detection) + Judged(rule));

    private static string Measured(Rule rule, string detection)
    {
        var text = new StringBuilder();
        text.Append("on ").AppendJoin(' ', rule.On.Select(kind => kind.Text).Order(StringComparer.Ordinal)).Append('\n');
        text.Append("where ").Append(rule.Where?.Text).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"by {rule.By.Kind} {rule.By.Name} {rule.By.Depth}{(rule.By.Second is null ? "" : $" {rule.By}")}\n");
        text.Append("detect ").Append(detection).Append('\n');
        text.Append("schedule ").Append(rule.Schedule?.Text).Append('\n');
        foreach (var call in rule.Scores) text.Append("score ").AppendJoin(' ', call.Text, call.Model.Version, call.Model.ParameterHash).Append('\n');
        return text.ToString();
    }

    private static string Judged(Rule rule)
    {
        var text = new StringBuilder();
        foreach (var grade in GradesReader.All) text.Append(CultureInfo.InvariantCulture, $"{grade} {Of(rule.Grades[grade])}\n");
        if (rule.Limits is { } limits) text.Append("limits ").Append(limits.Hash).Append('\n');
        text.Append("for ").Append(Durations.Write(rule.For));
        if (rule.ForReadings > (rule.For > TimeSpan.Zero ? 2 : 1)) text.Append(CultureInfo.InvariantCulture, $" by {rule.ForReadings}");
        text.Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"clear {Of(rule.Clear.When)} for {Durations.Write(rule.Clear.For)}\n");
        text.Append(CultureInfo.InvariantCulture, $"silence {rule.NoData}\nkeep {Durations.Write(rule.KeepFiringFor)}\n");
        AppendLadder(text, rule);
        return text.ToString();
    }

    /// <summary>What only rules have that say more than a plain ladder: those of earlier versions keep their hashes.</summary>
    private static void AppendLadder(StringBuilder text, Rule rule)
    {
        foreach (var grade in GradesReader.All)
        {
            if (rule.Grades.RecoveryOf(grade) is { } recovery) text.Append(CultureInfo.InvariantCulture, $"{grade} recover {Of(recovery)}\n");
            if (rule.Times.GetValueOrDefault(grade) is not { } times) continue;
            text.Append(CultureInfo.InvariantCulture, $"{grade} for {OrNone(times.For)} by {times.ForReadings} ");
            text.Append(CultureInfo.InvariantCulture, $"recover {OrNone(times.RecoverFor)} dwell {Durations.Write(times.Dwell)}\n");
        }

        if (rule.Flapping is null) text.Append("flapping off\n");
        else if (rule.Flapping is var (enter, leave, over, within) && rule.Flapping != FlapPolicy.Default)
            text.Append(CultureInfo.InvariantCulture, $"flapping {enter} {leave} {over} {Durations.Write(within)}\n");
        if (rule.Reopen > TimeSpan.Zero) text.Append("reopen ").Append(Durations.Write(rule.Reopen)).Append('\n');
    }

    private static string OrNone(TimeSpan? time) => time is { } some ? Durations.Write(some) : "-";

    private static string Said(Rule rule)
    {
        var text = new StringBuilder();
        text.Append("message ").Append(rule.Message.Text).Append('\n');
        if (rule.FallingMessage is { } falling) text.Append("message_falling ").Append(falling.Text).Append('\n');
        if (rule.ResolvedMessage is { } resolved) text.Append("message_resolved ").Append(resolved.Text).Append('\n');
        foreach (var (language, sentences) in rule.Translations.OrderBy(one => one.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"in {language} {sentences.Rising?.Text}\n{sentences.Falling?.Text}\n{sentences.Resolved?.Text}\n");
        if (rule.Message.UsedNames.Contains("title")) text.Append("title ").Append(rule.Title).Append('\n');
        text.Append("unit ").Append(rule.Unit).Append("\ncategory ").Append(rule.CapCategory).Append('\n');
        foreach (var (name, value) in rule.Labels.OrderBy(label => label.Key, StringComparer.Ordinal)) text.Append("label ").Append(name).Append('=').Append(value).Append('\n');
        return text.ToString();
    }

    private static string Of(MeasureCondition? condition) => condition switch
    {
        null => "-",
        { Comparison: { } comparison } => $"{comparison} {Numbers.Write(condition.Threshold)}",
        _ => Words.Normalise(condition.Text),
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
