using System.Globalization;
using RiskEngine.Core.Detection.Types.Ratio;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>ratio</c>: what some events measure, divided by what others do.</summary>
internal static class RatioType
{
    public static readonly RuleType Type = new("ratio", "Divides what some events measure over a window by what others measure.", RatioKeys.All, Read)
    {
        NamesItsKinds = true, Stores = RatioDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var of = ReadSide(detect, RatioKeys.Of, scores);
        var to = ReadSide(detect, RatioKeys.To, scores);
        var window = ReadWindow(detect);
        var least = detect.Has(RatioKeys.AtLeast) ? detect.Number(RatioKeys.AtLeast) : 0;
        if (of is null || to is null || window is not { } spec || least is not { } fewest || ReportSame(detect, of, to)) return null;
        var detection = new RatioDetection { Numerator = of, Denominator = to, Window = spec, AtLeast = fewest };
        return new ReadDetection(_ => detection, RangeOf(of))
        {
            Meaning = string.Create(CultureInfo.InvariantCulture, $"ratio {MeaningOf(of)} to {MeaningOf(to)} of {fewest} or more over {WindowReader.Write(spec)}"),
            Kinds = [.. of.Events.On.Concat(to.Events.On).Select(kind => kind.Text).Distinct()],
            Window = spec.Size,
        };
    }

    private static RatioSide? ReadSide(MapReader detect, KeySpec key, ScoreCalls scores)
    {
        if (detect.Node(key) is YamlScalar { IsNull: false } kind)
        {
            detect.Report.Add(DiagnosticCodes.WrongShape, kind.Span, $"{detect.PathOf(key)} is {kind.Describe()}, and needs its key on", $"write {key.Name}: {{on: {kind.Value}}}",
                kind.Span.Length < kind.Value.Length ? null : TextEdit.Replace(kind.Span, $"{{on: {YamlText.Written(kind.Value)}}}"));
            return null;
        }

        if (!detect.Has(key) || detect.Map(key, RatioKeys.Side) is not { } side) return null;
        var kinds = KindsReader.Read(side, RatioKeys.On);
        KindPattern[] patterns = [.. kinds.Select(text => new KindPattern(text))];
        scores.On = patterns;
        var where = EventInput.Condition(side, RatioKeys.Where, scores);
        var measure = ReadMeasure(side, scores);
        scores.On = null;
        var register = RegisterReader.Read(side, measure?.Aggregates);
        if (kinds.Count == 0 || (where is null && side.Has(RatioKeys.Where)) || measure is null || register is null) return null;
        return new RatioSide
        {
            Text = $"{measure.Text} of {string.Join(", ", kinds)}{(where is null ? "" : $" where {where.Text}")}",
            Events = new SequenceStep(key.Name, patterns, where, IsNegated: false, IsOptional: false),
            Value = measure.Value,
            Aggregates = measure.Aggregates,
            Combine = measure.Combine,
            Register = register,
        };
    }

    private static Measure? ReadMeasure(MapReader side, ScoreCalls scores)
    {
        if (!side.Has(RatioKeys.Measure)) return new Measure("count()", MeasureReader.One, [new AggregateCall(AggregateKind.Count)], WindowTrend.Rises, null);
        if (side.Text(RatioKeys.Measure) is null || side.Scalar(RatioKeys.Measure) is not { } scalar) return null;
        return MeasureReader.Read(new ExpressionText(side.PathOf(RatioKeys.Measure), scalar, side.Report, scores));
    }

    private static WindowSpec? ReadWindow(MapReader detect)
    {
        if (!detect.Has(RatioKeys.Window) || WindowReader.Read(detect) is not { } window) return null;
        if (window.Every is not null) return window;
        var meant = $"{{size: {Durations.Write(window.Size)}, every: {Durations.Write(window.Size)}}}";
        detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(RatioKeys.Window),
            "a ratio is measured by the clock, so that both sides are of the same time, and this window has no every",
            $"write window: {meant}, or another every", detect.Replace(RatioKeys.Window, meant));
        return null;
    }

    /// <summary>The same events measured alike give 1 at all times.</summary>
    private static bool ReportSame(MapReader detect, RatioSide of, RatioSide to)
    {
        if (MeaningOf(of) != MeaningOf(to)) return false;
        detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(RatioKeys.To), $"of and to are the same, {of.Text}, so the ratio is always 1", "write what it is divided by");
        return true;
    }

    private static string MeaningOf(RatioSide side) => $"{side.Text} ({side.Value.Text}){RegisterReader.Write(side.Register)}";

    /// <summary>A count is never negative, and a ratio has a denominator above 0.</summary>
    private static NumberSet RangeOf(RatioSide of) => of.Combine is null && of.Aggregates[0].Kind is AggregateKind.Count or AggregateKind.Distinct or AggregateKind.Increase
        ? NumberSet.Of(Interval.All with { Low = 0, LowIn = true })
        : NumberSet.Of(Interval.All);
}
