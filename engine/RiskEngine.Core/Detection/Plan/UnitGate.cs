using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>Lets through the events whose value has the unit of the rules, or none, or one that converts into it. Remembers the answer for each unit.</summary>
internal sealed class UnitGate
{
    private readonly string _wanted;
    private Answer[] _answers = new Answer[16];
    private UnitConversion[] _conversions = new UnitConversion[16];

    private UnitGate(string wanted) => _wanted = wanted;

    private enum Answer : byte
    {
        Unknown,
        Same,
        Converts,
        Other,
    }

    /// <summary>The gate of rules that share a detector, and therefore a unit; null where they take any.</summary>
    public static UnitGate? Of(IReadOnlyList<Rule> rules)
    {
        var wanted = rules[0].EventUnit;
        if (rules.FirstOrDefault(rule => rule.EventUnit != wanted) is { } other)
            throw new InvalidOperationException($"rules {rules[0].Id} and {other.Id} share a detector and measure other units");
        return wanted.Length > 0 ? new UnitGate(wanted) : null;
    }

    /// <summary>Whether the event is measured; its value is that of the rules' unit from now on, until the cursor is told otherwise.</summary>
    public bool Lets(EventCursor cursor)
    {
        var unit = cursor.Event.Unit;
        if (unit == SymbolTable.None) return true;
        var answer = unit < _answers.Length ? _answers[unit] : Answer.Unknown;
        if (answer == Answer.Unknown) answer = Learn(unit, cursor.Vocabulary.Units);
        if (answer == Answer.Converts && cursor.Event.ValueKind != EventValueKind.Boolean) cursor.Convert(_conversions[unit].Apply(cursor.Event.Number));
        return answer != Answer.Other;
    }

    private Answer Learn(int unit, SymbolTable units)
    {
        if (unit >= _answers.Length)
        {
            Array.Resize(ref _answers, Math.Max(unit + 1, _answers.Length * 2));
            Array.Resize(ref _conversions, _answers.Length);
        }

        if (!UnitConversion.TryFind(units[unit], _wanted, out _conversions[unit])) return _answers[unit] = Answer.Other;
        return _answers[unit] = _conversions[unit] == UnitConversion.None ? Answer.Same : Answer.Converts;
    }
}
