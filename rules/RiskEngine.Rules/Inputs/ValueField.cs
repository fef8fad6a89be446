using System.Globalization;
using RiskEngine.Cel;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Rules.Inputs;

/// <summary>The value of an event: an expression, and how what it gives is read.</summary>
internal sealed record ValueField(CelProgram<MappingContext> Program, ValueForm Form, IReadOnlyDictionary<string, CelValue>? Map, IReadOnlySet<string> Missing)
{
    /// <summary>Reads the value as it is to be; null where it cannot be, which is noted then.</summary>
    /// <param name="context">The record.</param>
    /// <param name="events">Takes the fault.</param>
    /// <param name="isMissing">Whether the record simply has none.</param>
    public CelValue? Read(MappingContext context, MappedEvents events, out bool isMissing)
    {
        var value = Program.Evaluate(context);
        isMissing = FieldFault.IsMissing(value);
        if (isMissing || value.IsError) return Refuse(events, RejectReason.Unmapped, FieldFault.Say(context, "value", Program, value));
        if (Missing.Count > 0 && Missing.Contains(value.ToString()))
        {
            isMissing = true;
            return Refuse(events, RejectReason.MissingField, $"value: {Program.Source}: says that there is no reading (value.missing)");
        }

        if (Map is not null)
        {
            return Map.TryGetValue(value.ToString(), out var mapped) ? mapped
                : Refuse(events, RejectReason.BadField, $"value: {Program.Source}: is none of the words in value.map; add it there");
        }

        return Form switch
        {
            ValueForm.Number => ToNumber(context, value, events),
            ValueForm.Auto when context.Numbers is not null => ToNumber(context, value, events),
            ValueForm.Boolean => ToTruth(value, events),
            ValueForm.Text when value.Kind is CelKind.Double or CelKind.Int or CelKind.Uint or CelKind.Bool => CelValue.Of(value.ToString()),
            _ => value,
        };
    }

    /// <summary>Sets the value of the line under way.</summary>
    public static bool TrySet(in CelValue value, MappedEvents events)
    {
        switch (value.Kind)
        {
            case CelKind.Double:
                return events.SetValue(value.AsDouble());
            case CelKind.Int:
                return events.SetValue((double)value.AsInt());
            case CelKind.Uint:
                return events.SetValue((double)value.AsUint());
            case CelKind.Bool:
                events.SetValue(value.AsBool());
                return true;
            case CelKind.String:
                return events.SetValue(value.AsString());
            default:
                return events.Fail(RejectReason.BadField, $"value: is {FieldFault.Kind(value)}, and must be a number, true, false or a text");
        }
    }

    private CelValue? ToNumber(MappingContext context, in CelValue value, MappedEvents events)
    {
        if (value.Kind == CelKind.Bool) return Form == ValueForm.Auto ? value : CelValue.Of(value.AsBool() ? 1.0 : 0.0);
        if (value.Kind != CelKind.String) return value;
        if (context.Numbers is { } numbers)
        {
            return numbers.TryRead(value.AsString(), out var read, out var fault) ? CelValue.Of(read)
                : Refuse(events, RejectReason.BadField, $"value: {Program.Source}: {fault}{(fault.Contains("csv.", StringComparison.Ordinal) ? "" : CellHint)}");
        }

        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(value.AsString().AsSpan().Trim(), Plain, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? CelValue.Of(number)
            : Refuse(events, RejectReason.BadField, $"value: {Program.Source}: is a text that is no number");
    }

    private CelValue? ToTruth(in CelValue value, MappedEvents events)
    {
        if (value.Kind == CelKind.Bool) return value;
        if (value.Kind == CelKind.Double && value.AsDouble() is 0 or 1) return CelValue.Of(value.AsDouble() != 0);
        return value.Kind == CelKind.String && TruthWords.TryParse(value.AsString().AsSpan().Trim(), out var truth)
            ? CelValue.Of(truth)
            : Refuse(events, RejectReason.BadField, $"value: {Program.Source}: is neither true nor false (known are {TruthWords.All}); say value.map");
    }

    private const string CellHint = "; say value.as or value.map where words are meant, value.missing where there is no reading";

    private static CelValue? Refuse(MappedEvents events, RejectReason reason, string detail)
    {
        events.Fail(reason, detail);
        return null;
    }
}
