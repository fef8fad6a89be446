using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>sequence</c>: events in an order within a time.</summary>
internal static class SequenceType
{
    private const int MostSteps = 20;

    public static readonly RuleType Type = new("sequence", "Finds events in an order within a time, or the lack of one.", SequenceKeys.All, Read)
    {
        NamesItsKinds = true,
        HasOneGrade = true,
        Stores = SequenceDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var steps = ReadSteps(detect, scores);
        var within = detect.Duration(SequenceKeys.Within);
        var fireOn = detect.Has(SequenceKeys.FireOn) ? detect.Word(SequenceKeys.FireOn) : "match";
        var hold = detect.Has(SequenceKeys.Hold) ? detect.Duration(SequenceKeys.Hold) : within;
        var grades = Finding.Grades(detect, DetectKeys.FindingGrade, 1);
        if (steps is null || within is not { } limit || fireOn is null || hold is not { } held || grades is null) return null;
        var detection = new SequenceDetection { Steps = steps, Within = limit, FiresOnTimeout = fireOn == "timeout", Hold = held };
        var conditions = string.Join(", ", steps.Select(step => $"{string.Join(' ', step.On.Select(kind => kind.Text))} where {step.Where?.Text}"));
        return new ReadDetection(_ => detection, Finding.Range)
        {
            Meaning = $"sequence {detection.Measure} ({conditions}) within {Durations.Write(limit)} on {fireOn} for {Durations.Write(held)}",
            ShortForm = grades,
            Kinds = [.. steps.SelectMany(step => step.On).Select(kind => kind.Text).Distinct()],
        };
    }

    private static List<SequenceStep>? ReadSteps(MapReader detect, ScoreCalls scores)
    {
        if (detect.Node(SequenceKeys.Steps) is not { } node) return null;
        if (node is not YamlList list)
        {
            detect.Report.Add(DiagnosticCodes.WrongShape, node.Span, $"detect.steps is {node.Describe()}", "write a list: each step starts with '- on: …'");
            return null;
        }

        var steps = new List<SequenceStep>();
        foreach (var item in list.Items.Take(MostSteps))
        {
            if (ReadStep(item, detect.Report, scores) is { } step) steps.Add(step);
        }

        return steps.Count == list.Items.Count && MakesSense(steps, list, detect.Report) ? steps : null;
    }

    private static SequenceStep? ReadStep(YamlNode item, FileReport report, ScoreCalls scores)
    {
        if (item is YamlScalar { IsNull: false } kind)
        {
            report.Add(DiagnosticCodes.WrongShape, kind.Span, $"a step is {kind.Describe()}, and needs its key on", $"write {{on: {kind.Value}}}",
                kind.Span.Length < kind.Value.Length ? null : TextEdit.Replace(kind.Span, $"{{on: {YamlText.Written(kind.Value)}}}"));
            return null;
        }

        if (MapReader.Open(item, SequenceKeys.Step, "steps", report) is not { } map) return null;
        var kinds = KindsReader.Read(map, SequenceKeys.StepOn);
        var where = StepCondition(map, [.. kinds.Select(kind => new KindPattern(kind))], scores);
        var isNegated = map.Has(SequenceKeys.Not) ? map.Switch(SequenceKeys.Not) : false;
        var isOptional = map.Has(SequenceKeys.Optional) ? map.Switch(SequenceKeys.Optional) : false;
        var name = map.Text(SequenceKeys.StepName);
        if (kinds.Count == 0 || (where is null && map.Has(SequenceKeys.StepWhere)) || isNegated is not { } not || isOptional is not { } optional) return null;
        return new SequenceStep(name ?? kinds[0], [.. kinds.Select(kind => new KindPattern(kind))], where, not, optional);
    }

    /// <summary>Models that the condition asks learn from the events of this step only.</summary>
    private static EventCondition? StepCondition(MapReader map, IReadOnlyList<KindPattern> kinds, ScoreCalls scores)
    {
        scores.On = kinds;
        var where = EventInput.Condition(map, SequenceKeys.StepWhere, scores);
        scores.On = null;
        return where;
    }

    private static bool MakesSense(List<SequenceStep> steps, YamlList list, FileReport report)
    {
        var (at, message, remedy) = steps switch
        {
            { Count: 0 or 1 } => (list.Span, "a sequence has two steps or more", "add a step, or use another rule type"),
            [{ IsNegated: true } or { IsOptional: true }, ..] => (list.Items[0].Span, "the first step begins the sequence, so it must come",
                "take not and optional away from it, or start with the event that begins the sequence"),
            [.., { IsOptional: true, IsNegated: false }] => (list.Items[^1].Span, "an optional last step changes nothing", "delete it, or make it a step that must come"),
            _ when steps.Exists(step => step is { IsNegated: true, IsOptional: true }) => (list.Span, "a step is both not and optional", "keep one of the two"),
            _ => (list.Span, "", ""),
        };
        if (message.Length > 0) report.Add(DiagnosticCodes.Steps, at, message, remedy);
        return message.Length == 0;
    }
}
