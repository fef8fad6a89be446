using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Rules;
using RiskEngine.Workbench.RuleTests;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Cli.Tests.Packs;

/// <summary>What the rules that we ship say to people: every sentence that their own tests bring about, in tests/golden/sentences.txt, to be read line by line.
/// RISKENGINE_REWRITE_GOLDEN=1 writes it anew.</summary>
public sealed class ShippedSentencesTests
{
    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "golden", "sentences.txt");

    private static readonly RuleLoadResult Packs = ShippedRules.Load();

    [Fact]
    public void Sentences_of_all_rules_read_as_the_golden_text()
    {
        var text = new StringBuilder();
        foreach (var results in RuleTestRunner.RunAll(Packs.Documents).GroupBy(result => result.RuleId))
        {
            var said = results.SelectMany(result => result.Transitions).ToList();
            text.Append('\n').Append(results.Key).Append('\n');
            foreach (var one in said.Concat(NotInTests(said)).DistinctBy(KindOf).OrderBy(t => t.Direction))
                text.Append("  ").Append(KindOf(one)).Append(": ").Append(AlertSentence.Of(one)).Append('\n');
        }

        if (Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1") File.WriteAllText(Golden, text.ToString());
        Assert.Equal(File.ReadAllText(Golden), text.ToString());
    }

    [Fact]
    public void Every_rule_says_in_its_own_words_that_the_trouble_is_over() =>
        Assert.Empty(Packs.Documents.Where(document => document.Rule.ResolvedMessage is null).Select(document => document.Rule.Id));

    /// <summary>What lasts until it is over, a silence or a value that does not move, only grows: such an alert never falls.</summary>
    [Fact]
    public void Every_rule_that_can_fall_says_in_its_own_words_that_it_does() =>
        Assert.Empty(Packs.Documents.Select(document => document.Rule)
            .Where(rule => rule.Grades.Lowest != rule.Grades.Highest && rule.FallingMessage is null && rule.Detection.Type is not ("absence" or "flatline"))
            .Select(rule => rule.Id));

    [Fact]
    public void No_falling_or_ended_alert_says_what_a_rising_one_would()
    {
        foreach (var t in RuleTestRunner.RunAll(Packs.Documents).SelectMany(result => result.Transitions).Where(t => t.Direction != AlertDirection.Rise))
        {
            var rising = t with { State = AlertState.Firing, PreviousGrade = Grade.None, Reason = TransitionReason.Condition };
            Assert.NotEqual(AlertSentence.Of(rising), AlertSentence.Of(t));
        }
    }

    /// <summary>Forms that tests of a rule need not bring about: a fall from its gravest grade to its lightest, and an end for want of data.</summary>
    private static IEnumerable<AlertTransition> NotInTests(IReadOnlyList<AlertTransition> said)
    {
        if (said.FirstOrDefault(t => t.Direction == AlertDirection.Rise) is not { } rise) yield break;
        var (rule, lasted) = (rise.Rule, said.LastOrDefault(t => t.Direction == AlertDirection.End)?.At ?? rise.At);
        if (rule.FallingMessage is not null && said.All(t => t.Direction != AlertDirection.Fall))
            yield return rise with { At = lasted, Grade = rule.Grades.Lowest, PreviousGrade = rule.Grades.Highest, Reason = TransitionReason.Cleared };
        if (rule.NoData == NoDataPolicy.Resolve) yield return rise with { At = lasted, State = AlertState.Resolved, Reason = TransitionReason.NoData };
    }

    private static string KindOf(AlertTransition t) => t.Reason is TransitionReason.Condition or TransitionReason.Cleared
        ? t.Direction.ToString().ToLowerInvariant() : $"{t.Direction.ToString().ToLowerInvariant()} ({t.Reason})";
}
