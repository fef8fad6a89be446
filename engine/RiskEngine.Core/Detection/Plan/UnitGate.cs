using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>Lets through the events whose value has the unit of the rules, or none. Remembers the answer for each unit.</summary>
internal sealed class UnitGate
{
    private const byte Same = 1;
    private const byte Other = 2;

    private readonly string _wanted;
    private byte[] _answers = new byte[16];

    private UnitGate(string wanted) => _wanted = wanted;

    /// <summary>The gate of rules that share a detector, and therefore a unit; null where they take any.</summary>
    public static UnitGate? Of(IReadOnlyList<Rule> rules)
    {
        var wanted = rules[0].EventUnit;
        if (rules.FirstOrDefault(rule => rule.EventUnit != wanted) is { } other)
            throw new InvalidOperationException($"rules {rules[0].Id} and {other.Id} share a detector and measure other units");
        return wanted.Length > 0 ? new UnitGate(wanted) : null;
    }

    /// <summary>Whether an event of this unit is measured.</summary>
    public bool Lets(int unit, SymbolTable units)
    {
        if (unit == SymbolTable.None) return true;
        if (unit < _answers.Length && _answers[unit] != 0) return _answers[unit] == Same;
        if (unit >= _answers.Length) Array.Resize(ref _answers, Math.Max(unit + 1, _answers.Length * 2));
        _answers[unit] = UnitName.AreSame(_wanted, units[unit]) ? Same : Other;
        return _answers[unit] == Same;
    }
}
