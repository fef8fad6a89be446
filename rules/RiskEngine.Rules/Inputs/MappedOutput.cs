using RiskEngine.Cel;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Rules.Inputs;

/// <summary>One event that a mapping makes of each payload, or of each item in it.</summary>
internal sealed record MappedOutput
{
    /// <summary>The event exists where this is true; null for always.</summary>
    public CelProgram<MappingContext>? When { get; init; }

    /// <summary>Whether a payload without the value gives no event, instead of a dead letter.</summary>
    public bool IsOptional { get; init; }

    public required TextField Kind { get; init; }

    public required TextField Source { get; init; }

    public required TextField Site { get; init; }

    public required TimeField Time { get; init; }

    /// <summary>Null for an event without a value.</summary>
    public ValueField? Value { get; init; }

    public required UnitField Unit { get; init; }

    /// <summary>Null where the event is named by its place in the log.</summary>
    public TextField? Id { get; init; }

    public required AttributeField[] Attributes { get; init; }

    /// <summary>All expressions.</summary>
    public IEnumerable<CelProgram<MappingContext>> Programs =>
    [
        .. new[] { Kind, Source, Site, Id, Unit.Unit, Unit.From }.Concat(Attributes.Select(attribute => attribute.Text)).OfType<TextField>().SelectMany(text => text.Programs),
        .. new[] { When, Time.Program, Value?.Program }.OfType<CelProgram<MappingContext>>(),
    ];

    /// <summary>Makes the event of the line under way, and ends the line.</summary>
    public void Map(MappingContext context, MappedEvents events, ReadOnlySpan<byte> payload)
    {
        if (When is not null && !(When.TryEvaluateBool(context, out var holds) && holds))
        {
            events.PassOver();
            return;
        }

        context.Missing = null;
        var isMissing = false;
        var value = Value?.Read(context, events, out isMissing);
        if (isMissing && IsOptional) events.PassOver();
        else if ((Value is not null && value is null) || !TryFill(context, events, value)) Reject(context, events, payload);
        else events.Add(payload);
    }

    private static void Reject(MappingContext context, MappedEvents events, ReadOnlySpan<byte> payload)
    {
        if (context.Missing is { } missing && context.Near.Of(missing, payload) is { } near) events.AddHint($"; did you mean '{near}'?");
        events.Reject(payload);
    }

    private bool TryFill(MappingContext context, MappedEvents events, CelValue? value)
    {
        if (!Kind.TryFill(context, out var kind, out var failed)) return Lacks(context, events, "kind", failed);
        if (!Source.TryFill(context, out var source, out failed)) return Lacks(context, events, "source", failed);
        if (!Site.TryFill(context, out var site, out failed)) return Lacks(context, events, "site", failed);
        if (!events.SetKind(kind) || !events.SetSource(source) || !events.SetSite(site) || !Time.TrySet(context, events)) return false;
        if (Id is not null)
        {
            if (!Id.TryFill(context, out var id, out failed)) return Lacks(context, events, "id", failed);
            if (!events.SetId(id)) return false;
        }

        if (!Unit.TrySet(context, events, ref value) || (value is { } known && !ValueField.TrySet(known, events))) return false;
        foreach (var attribute in Attributes)
        {
            if (!attribute.TryAdd(context, events)) return false;
        }

        return true;
    }

    private static bool Lacks(MappingContext context, MappedEvents events, string field, (CelProgram<MappingContext> Program, CelValue Value) failed) =>
        events.Fail(FieldFault.IsMissing(failed.Value) ? RejectReason.MissingField : RejectReason.Unmapped, FieldFault.Say(context, field, failed.Program, failed.Value));
}
