using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Life;

/// <summary>The attributes that the sentences of one rule show, as the last event of each key had them.</summary>
/// <remarks>Kept for rules that show any, and of these only what they name. An event that says the same as the one before changes nothing and allocates nothing.</remarks>
internal sealed class LastAttributes(Rule rule, KeyDirectory keys) : KeyedState<LastAttributes>(PartId.OfAttributes(rule), keys), IExpiring
{
    private readonly IReadOnlyList<string> _names = rule.ShownAttributes;
    private Dictionary<int, EventAttribute[]> _values = [];

    protected override bool IsEmpty => _values.Count == 0;

    /// <summary>Takes in an event of a key.</summary>
    public void Observe(EventCursor cursor, int slot)
    {
        if (!_values.TryGetValue(slot, out var known))
        {
            known = new EventAttribute[_names.Count];
            for (var i = 0; i < known.Length; i++) known[i] = new EventAttribute(_names[i], EventValueKind.None, 0, null);
            _values.Add(slot, known);
            Dirty.Mark(slot);
        }

        for (var i = 0; i < known.Length; i++)
        {
            if (!cursor.TryGetAttribute(_names[i], out var value)) value = new EventAttribute(_names[i], EventValueKind.None, 0, null);
            if (value == known[i]) continue;
            known[i] = value;
            Dirty.Mark(slot);
        }
    }

    /// <summary>A copy of those of a key; empty where it has none.</summary>
    public IReadOnlyList<EventAttribute> Of(int slot) => _values.TryGetValue(slot, out var known) ? [.. known.Where(one => one.Kind != EventValueKind.None)] : [];

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_values.TryGetValue(slot, out var known)) return false;
        foreach (var value in known)
        {
            writer.Byte((byte)value.Kind);
            if (value.Kind == EventValueKind.Text) writer.String(value.Text ?? "");
            else if (value.Kind != EventValueKind.None) writer.Double(value.Number);
        }

        return true;
    }

    public override void Clear() => _values.Clear();

    protected override void Restore(int slot, ref StateReader reader)
    {
        var known = new EventAttribute[_names.Count];
        for (var i = 0; i < known.Length; i++)
        {
            var kind = reader.Byte();
            known[i] = (EventValueKind)kind switch
            {
                EventValueKind.None => new EventAttribute(_names[i], EventValueKind.None, 0, null),
                EventValueKind.Number or EventValueKind.Boolean => new EventAttribute(_names[i], (EventValueKind)kind, reader.Double(), null),
                EventValueKind.Text => new EventAttribute(_names[i], EventValueKind.Text, 0, reader.String()),
                _ => throw new StateFormatException($"attribute of kind {kind}"),
            };
        }

        _values[slot] = known;
    }

    protected override bool Forget(int slot) => _values.Remove(slot);

    protected override void TakeOver(LastAttributes before, Time.EventTime now) => _values = before._values;
}
