using System.Globalization;
using RiskEngine.Core.Detection.Types.Outlier;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>outlier</c>: the source that stands out from its neighbours.</summary>
internal static class OutlierType
{
    public static readonly RuleType Type = new("outlier", "Finds the source of a place that stands out from the others.", OutlierKeys.All, Read)
    {
        ComparesSources = true, Stores = OutlierDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var measure = ReadMeasure(detect, scores);
        var window = ReadWindow(detect);
        var difference = detect.Number(OutlierKeys.MinDifference);
        var neighbours = detect.Has(OutlierKeys.Neighbours) ? detect.Number(OutlierKeys.Neighbours) : 3;
        var direction = detect.Has(OutlierKeys.Way) ? detect.Word(OutlierKeys.Way) : "both";
        if (measure is null || window is not { } spec || difference is not { } least || neighbours is not { } fewest || direction is null) return null;
        var detection = new OutlierDetection
        {
            Text = measure.Text,
            Value = measure.Value,
            Aggregates = measure.Aggregates,
            Combine = measure.Combine,
            Window = spec,
            MinDifference = least,
            Neighbours = (int)fewest,
            Direction = Enum.Parse<Direction>(direction, ignoreCase: true),
        };
        return new ReadDetection(_ => detection, Finding.Range)
        {
            Meaning = string.Create(CultureInfo.InvariantCulture,
                $"outlier {direction} {measure.Text} of {measure.Value.Text} by {least} from {fewest} or more over {WindowReader.Write(spec)}"),
            Window = spec.Size,
        };
    }

    private static Measure? ReadMeasure(MapReader detect, ScoreCalls scores)
    {
        if (!detect.Has(OutlierKeys.Measure)) return new Measure("avg(value)", EventNumber.Value, [new AggregateCall(AggregateKind.Mean)], WindowTrend.Estimates, null);
        if (detect.Text(OutlierKeys.Measure) is null || detect.Scalar(OutlierKeys.Measure) is not { } scalar) return null;
        var text = new ExpressionText(detect.PathOf(OutlierKeys.Measure), scalar, detect.Report, scores);
        if (MeasureReader.Read(text) is not { } measure) return null;
        if (!measure.Aggregates.Any(call => call.Kind is AggregateKind.Increase or AggregateKind.Rate)) return measure;
        text.Add(DiagnosticCodes.Measure, "outlier keeps windows of each source and no registers, which increase and rate need",
            "write delta(value), or let the meters send what was used as a kind of its own");
        return null;
    }

    private static WindowSpec? ReadWindow(MapReader detect)
    {
        if (!detect.Has(OutlierKeys.Window) || WindowReader.Read(detect) is not { } window) return null;
        if (window.Every is not null) return window;
        var meant = $"{{size: {Durations.Write(window.Size)}, every: {Durations.Write(window.Size)}}}";
        detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(OutlierKeys.Window),
            "sources are compared by the clock, so that all are measured over the same time, and this window has no every",
            $"write window: {meant}, or another every", detect.Replace(OutlierKeys.Window, meant));
        return null;
    }
}
