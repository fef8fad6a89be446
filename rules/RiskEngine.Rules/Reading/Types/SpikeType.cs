using System.Globalization;
using RiskEngine.Core.Detection.Types.Spike;
using RiskEngine.Core.Windows;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>spike</c>: a window against the one before it.</summary>
internal static class SpikeType
{
    public static readonly RuleType Type = new("spike", "Compares a window with a longer one before it.", SpikeKeys.All, Read)
    { Stores = SpikeDetection.Stored, OneOf = [SpikeKeys.Reference, SpikeKeys.Offset] };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var measure = ReadMeasure(detect, scores);
        var window = detect.Duration(SpikeKeys.Window);
        var (reference, offset) = (detect.Duration(SpikeKeys.Reference), detect.Duration(SpikeKeys.Offset));
        var kind = detect.Has(SpikeKeys.As) ? detect.Word(SpikeKeys.As) : "factor";
        var every = detect.Has(SpikeKeys.Every) ? detect.Duration(SpikeKeys.Every) : window;
        var direction = detect.Has(SpikeKeys.Direction) ? detect.Word(SpikeKeys.Direction) : "up";
        var minCurrent = detect.Has(SpikeKeys.MinCurrent) ? detect.Number(SpikeKeys.MinCurrent) : 0;
        var minReference = detect.Has(SpikeKeys.MinReference) ? detect.Number(SpikeKeys.MinReference) : 1;
        var register = RegisterReader.Read(detect, measure?.Aggregates);
        if (!HasOneReference(detect) || measure is null || register is null || kind is null) return null;
        if (window is not { } size || (offset ?? reference) is not { } before || every is not { } step) return null;
        if (direction is null || minCurrent is not { } current || minReference is not { } fewest
            || !WindowReader.FitsSlices(detect, SpikeKeys.Every, size + before, size, step))
        {
            return null;
        }

        if (!FitTogether(detect, size, before, step, offset is null ? SpikeKeys.Reference : SpikeKeys.Offset)) return null;
        var detection = new SpikeDetection
        {
            Text = measure.Text,
            Value = measure.Value,
            Aggregate = measure.Aggregates[0],
            Window = size,
            Reference = offset is null ? before : size,
            Offset = offset,
            IsDifference = kind == "difference",
            Every = step,
            Direction = Enum.Parse<SpikeDirection>(direction, ignoreCase: true),
            MinCurrent = (long)current,
            MinReference = (long)fewest,
            Register = register,
        };
        var how = (offset is null ? "" : " ago") + (kind == "factor" ? "" : " as difference");
        return new ReadDetection(_ => detection, detection is { IsDifference: true, Direction: not SpikeDirection.Both } ? NumberSet.Of(Interval.All) : Finding.Range)
        {
            Meaning = string.Create(CultureInfo.InvariantCulture,
                $"spike {direction} {measure.Text} of {measure.Value.Text} over "
                    + $"{WindowReader.Write(new WindowSpec(size, step))} against {Durations.Write(before)}{how} from {current} and {fewest}{RegisterReader.Write(register)}"),
            Window = size,
        };
    }

    private static bool HasOneReference(MapReader detect)
    {
        if (detect.Has(SpikeKeys.Reference) && detect.Has(SpikeKeys.Offset))
        {
            detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(SpikeKeys.Offset), "reference and offset stand side by side, and each says what the window is compared with",
                "keep reference for the time right before the window, or offset for the same time some days ago");
            return false;
        }

        if (detect.Has(SpikeKeys.Reference) || detect.Has(SpikeKeys.Offset)) return true;
        detect.Report.AddMissing(detect.PlaceOf(DetectKeys.Type), "detect.reference is missing: length of the window before it that it is compared with",
            "add e.g. reference: 2h, or offset: 7d for the same time a week ago");
        return false;
    }

    private static bool FitTogether(MapReader detect, TimeSpan window, TimeSpan reference, TimeSpan every, KeySpec key)
    {
        if (every > window)
        {
            detect.AddDuration(SpikeKeys.Every, $"{Durations.Write(every)} is longer than the window of {Durations.Write(window)}, "
                + $"so events between would be missed", $"write every: {Durations.Write(window)} or less",
                Durations.Write(window));
        }

        if (reference < window)
        {
            var least = key == SpikeKeys.Offset ? window : window * 3;
            detect.AddDuration(key, $"{Durations.Write(reference)} is shorter than the window of {Durations.Write(window)} that is compared with it",
                $"write {(key == SpikeKeys.Offset ? "an" : "a")} {key.Name} of {Durations.Write(least)} or more", Durations.Write(least));
        }

        return every <= window && reference >= window;
    }

    private static Measure? ReadMeasure(MapReader detect, ScoreCalls scores)
    {
        if (!detect.Has(SpikeKeys.Measure)) return new Measure("count()", MeasureReader.One, [new AggregateCall(AggregateKind.Count)], WindowTrend.Rises, null);
        if (detect.Text(SpikeKeys.Measure) is null || detect.Scalar(SpikeKeys.Measure) is not { } scalar) return null;
        var text = new ExpressionText(detect.PathOf(SpikeKeys.Measure), scalar, detect.Report, scores);
        if (MeasureReader.Read(text) is not { } measure) return null;
        if (measure.Combine is null) return measure;
        text.Add(DiagnosticCodes.Measure, $"{Quote.Of(scalar.Value)} is not one aggregate alone", "write e.g. count() or avg(value)");
        return null;
    }
}
