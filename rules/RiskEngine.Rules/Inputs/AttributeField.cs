using RiskEngine.Cel.Values;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Rules.Inputs;

/// <summary>An attribute of an event.</summary>
/// <param name="Name">Its name, interned: conditions compare by reference.</param>
/// <param name="Constant">The value where it never changes; else absent.</param>
/// <param name="Text">What gives the value otherwise.</param>
internal sealed record AttributeField(string Name, CelValue Constant, TextField? Text)
{
    /// <summary>Adds the attribute to the line under way; a record that lacks it gives an event without it.</summary>
    public bool TryAdd(MappingContext context, MappedEvents events)
    {
        if (!Constant.IsAbsent) return TryAdd(Constant, events);
        if (Text is null) return true;
        if (Text.Only is { } program)
        {
            var value = program.Evaluate(context);
            if (FieldFault.IsMissing(value)) return true;
            return value.IsError ? events.Fail(RejectReason.Unmapped, FieldFault.Say(context, $"attributes.{Name}", program, value)) : TryAdd(value, events);
        }

        if (Text.TryFill(context, out var text, out var failed)) return events.AddAttribute(Name, text);
        return FieldFault.IsMissing(failed.Value) || events.Fail(RejectReason.Unmapped, FieldFault.Say(context, $"attributes.{Name}", failed.Program, failed.Value));
    }

    private bool TryAdd(in CelValue value, MappedEvents events) => value.Kind switch
    {
        CelKind.Double => events.AddAttribute(Name, value.AsDouble()),
        CelKind.Bool => events.AddAttribute(Name, value.AsBool()),

        // Whole numbers are ids, whose digits count; those of an expression are small.
        CelKind.Int when Math.Abs(value.AsInt()) > 1L << 53 => events.AddAttribute(Name, value.ToString()),
        CelKind.Int => events.AddAttribute(Name, (double)value.AsInt()),
        CelKind.Uint => events.AddAttribute(Name, (double)value.AsUint()),
        CelKind.String => events.AddAttribute(Name, value.AsString()),
        CelKind.Timestamp or CelKind.Duration => events.AddAttribute(Name, value.ToString()),
        _ => events.Fail(RejectReason.BadField, $"attributes.{Name}: is {FieldFault.Kind(value)}; attributes are flat"),
    };
}
