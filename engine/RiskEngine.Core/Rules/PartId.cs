using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Core.Rules;

/// <summary>Names the parts of a task's state that a rule needs: two rules that name a part alike can go on with one another's.</summary>
/// <remarks>A name depends on one rule alone, never on its neighbours, and changes whenever what the part holds would mean something else. Listed in
/// docs/state.md. What a rule type keeps is named by <see cref="Detection.MemoryPart"/>, made from what is here.</remarks>
internal static class PartId
{
    /// <summary>The alerts of a rule.</summary>
    public static string OfAlerts(Rule rule) => $"alerts:{rule.Id}:{rule.By}";

    /// <summary>The attributes that a rule's sentences show.</summary>
    public static string OfAttributes(Rule rule) => $"attributes:{rule.Id}:{rule.By}:{string.Join(',', rule.ShownAttributes)}";

    /// <summary>What one rule alone keeps of its events: its id, its key, and a hash of which events they are.</summary>
    public static string Of(string kind, Rule rule) => $"{kind}:{rule.Id}:{rule.By}:{HashOf([.. Kinds(rule), rule.Where?.Text])}";

    /// <summary>What models have learned for a rule: the scorers that it asks, and the rates of its alarms.</summary>
    public static IEnumerable<string> OfScores(Rule rule) => rule.Detection.LearnedParts(rule).Concat(rule.Scores.Select(call => OfScorers(rule, call)));

    /// <summary>The scorers of a call in an expression.</summary>
    public static string OfScorers(Rule rule, ScoreCall call) =>
        OfScorers(rule, FilterOf(rule, call), call.On is { } kinds ? Texts(kinds) : Kinds(rule), TextOf(call.Inputs), call.Model);

    /// <summary>Scorers that see these numbers of the events of these kinds that a condition lets through.</summary>
    public static string OfScorers(Rule rule, string? where, IEnumerable<string> kinds, string inputs, IModel model) =>
        $"scorers:{string.Join(',', kinds)}|{where}|{rule.By}|{inputs}:{model.Name}:{model.Version}:{model.ParameterHash}";

    /// <summary>What a start file calls the series of a call.</summary>
    public static string SubjectOf(Rule rule, ScoreCall call) =>
        $"{string.Join(',', call.On is { } kinds ? Texts(kinds) : Kinds(rule))}|{FilterOf(rule, call)}|{rule.By}|{AskedBy(call)}";

    /// <summary>The model and what it judges.</summary>
    public static string AskedBy(ScoreCall call) => $"{call.Model.Name}({TextOf(call.Inputs)})";

    /// <summary>What decides <c>where</c>: its text, and the scores that it reads.</summary>
    public static string OfCondition(Rule rule) =>
        string.Join('\n', [rule.Where?.Text ?? "", .. rule.Scores.Where(call => call.IsInWhere).Select(call => OfScorers(rule, call))]);

    /// <summary>The kinds of a rule, in one order however they are written.</summary>
    public static IEnumerable<string> Kinds(Rule rule) => Texts(rule.On);

    /// <summary>Two inputs of one text differ where one of them is hashed to be told apart.</summary>
    public static string TextOf(EventNumber value) => value.Hash is null ? value.Text : $"{value.Text}#";

    /// <summary>Several inputs.</summary>
    public static string TextOf(IReadOnlyList<EventNumber> inputs) => string.Join(", ", inputs.Select(TextOf));

    /// <summary>Eight digits that differ where the texts do.</summary>
    public static string HashOf(IEnumerable<string?> texts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))).AsSpan(0, 4));

    /// <summary>A call in <c>where</c> sees what the schedule lets through, any other what <c>where</c> does.</summary>
    private static string? FilterOf(Rule rule, ScoreCall call) => call.IsInWhere ? rule.Schedule?.Text : rule.Where?.Text;

    private static IEnumerable<string> Texts(IEnumerable<KindPattern> patterns) => patterns.Select(pattern => pattern.Text).Order(StringComparer.Ordinal);
}
