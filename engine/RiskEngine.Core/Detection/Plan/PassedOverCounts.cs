using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>What one detector was not given, of the events of one kind that its rules looked at.</summary>
/// <param name="rules">The rules that it measures for; they share kinds, condition and key.</param>
internal sealed class PassedOverCounts(IReadOnlyList<Rule> rules)
{
    // Enough to find a slip in a name, few enough to cost nothing where the key is missing by nature.
    private const int MostLookedAt = 1_000;

    private const string Attributes = "attributes.";

    private readonly bool _readsValue = rules.Any(rule => rule.Detection.Reads == EventNumber.Value);
    private readonly EventNumber? _expression = rules[0].Detection.Reads is { References.Count: > 0 } reads ? reads : null;
    private readonly (string Reference, string? Attribute)[] _references = [.. (rules[0].Detection.Reads is { References.Count: > 0 } read ? read.References : ["value"])
        .Select(name => (name, name.StartsWith(Attributes, StringComparison.Ordinal) ? string.Intern(name[Attributes.Length..]) : null))];

    private readonly SortedDictionary<int, long> _otherUnits = [];
    private readonly SortedDictionary<string, long> _texts = new(StringComparer.Ordinal);
    private readonly RowlessKeys[] _tables = [.. RowlessKeys.Of(rules)];
    private long _keyless;
    private long _valueless;
    private string _nearKey = "";

    /// <summary>The event has no key.</summary>
    public void CountKeyless(EventCursor cursor, KeyBy by)
    {
        if (_keyless < MostLookedAt && _nearKey.Length == 0)
        {
            foreach (var name in by.Attributes)
            {
                if (_nearKey.Length == 0) _nearKey = NearKey(cursor, name);
            }
        }

        _keyless++;
    }

    /// <summary>The event has another unit.</summary>
    public void CountUnit(int unit) => _otherUnits[unit] = _otherUnits.GetValueOrDefault(unit) + 1;

    /// <summary>Looks whether the event has the number that the rules measure. Events that are well formed cost one comparison, or the expression once more.</summary>
    public void LookAtNumber(EventCursor cursor)
    {
        if (_expression is null)
        {
            if (_readsValue && double.IsNaN(cursor.Event.Number)) CountNumberless(cursor);
        }
        else if (double.IsNaN(_expression.Evaluate(cursor)))
        {
            CountNumberless(cursor);
        }
    }

    /// <summary>Looks whether the tables of the rules have a row for the key.</summary>
    public void LookAtRows(int slot, KeyDirectory keys)
    {
        foreach (var table in _tables) table.Look(slot, keys);
    }

    /// <summary>The counts that are not 0, for each rule whose they are.</summary>
    public IEnumerable<PassedOver> Tell(string kind, Vocabulary vocabulary)
    {
        foreach (var rule in rules)
        {
            if (_keyless > 0) yield return new(rule.Id, kind, PassedOverReason.NoKey, _nearKey, _keyless);
            foreach (var (unit, count) in _otherUnits)
            {
                yield return new(rule.Id, kind, PassedOverReason.OtherUnit, vocabulary.Units[unit], count);
            }

            foreach (var (name, count) in _texts) yield return new(rule.Id, kind, PassedOverReason.TextValue, name, count);
            if (_valueless > 0) yield return new(rule.Id, kind, PassedOverReason.NoValue, rule.Detection.Reads?.Text ?? "", _valueless);
        }

        foreach (var table in _tables)
        {
            if (table.Tell(kind) is { } rowless) yield return rowless;
        }
    }

    private void CountNumberless(EventCursor cursor)
    {
        foreach (var (name, attribute) in _references)
        {
            if (!IsText(cursor, name, attribute)) continue;
            _texts[name] = _texts.GetValueOrDefault(name) + 1;
            return;
        }

        _valueless++;
    }

    private static bool IsText(EventCursor cursor, string name, string? attribute) => attribute is null
        ? name == "value" && cursor.Event.ValueKind == EventValueKind.Text
        : cursor.TryGetAttribute(attribute, out var found) && found.Kind == EventValueKind.Text;

    private static string NearKey(EventCursor cursor, string name)
    {
        foreach (ref readonly var attribute in cursor.Attributes)
        {
            if (attribute.Name != name && string.Equals(attribute.Name.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase)) return attribute.Name;
        }

        return "";
    }
}
