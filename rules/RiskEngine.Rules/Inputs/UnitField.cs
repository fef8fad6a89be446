using RiskEngine.Cel.Values;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Rules.Inputs;

/// <summary>The unit of an event, and that of the payload where it is another.</summary>
/// <param name="Unit">The event's; null for none.</param>
/// <param name="From">The payload's; null where it is the event's.</param>
/// <param name="Fixed">The conversion where both are constant.</param>
internal sealed record UnitField(TextField? Unit, TextField? From, UnitConversion? Fixed)
{
    /// <summary>Sets the unit of the line under way, and converts its value.</summary>
    public bool TrySet(MappingContext context, MappedEvents events, ref CelValue? value)
    {
        if (Unit is null) return true;
        if (!Unit.TryFill(context, out var unit, out var failed))
        {
            return FieldFault.IsMissing(failed.Value) || events.Fail(RejectReason.Unmapped, FieldFault.Say(context, "unit", failed.Program, failed.Value));
        }

        if (From is not null && value is { } given && !TryConvert(context, events, unit, given, ref value)) return false;
        return events.SetUnit(unit);
    }

    private bool TryConvert(MappingContext context, MappedEvents events, string unit, in CelValue given, ref CelValue? value)
    {
        if (!TryNumber(given, out var number))
        {
            return events.Fail(RejectReason.BadField, $"value: is {FieldFault.Kind(given)}, and only numbers are converted; say value.as: number where it is one in quotes");
        }

        var conversion = Fixed;
        if (conversion is null)
        {
            var from = "";
            if (From is not null && !From.TryFill(context, out from, out var failed))
                return events.Fail(RejectReason.Unmapped, FieldFault.Say(context, "unit_in", failed.Program, failed.Value));
            conversion = context.Conversion(from, unit);
            if (conversion is null)
            {
                return events.Fail(RejectReason.BadField, UnitConversion.IsKnown(from)
                    ? $"unit_in: {from} does not convert to {unit}"
                    : $"unit_in: what the record gives is no unit that is known; the event's unit is {unit}");
            }
        }

        value = CelValue.Of(conversion.Value.Apply(number));
        return true;
    }

    private static bool TryNumber(in CelValue value, out double number)
    {
        number = value.Kind == CelKind.Double ? value.AsDouble() : value.AsInt();
        return value.Kind is CelKind.Double or CelKind.Int;
    }
}
