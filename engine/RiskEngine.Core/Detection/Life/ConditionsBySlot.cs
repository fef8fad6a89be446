using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Life;

/// <summary>The conditions of a rule for each of its keys: looked up in its table when a key is measured for the first time, at hand from then on.</summary>
/// <remarks>A slot keeps its name for as long as the rule is evaluated. A rule without a table costs one comparison. Benchmark: AlertBookBenchmarks.</remarks>
internal sealed class ConditionsBySlot(Rule rule, KeyDirectory keys)
{
    private readonly KeyConditions _all = rule.Conditions;
    private readonly bool _isKeyed = rule.Limits is not null;
    private KeyConditions?[] _bySlot = [];

    /// <summary>The conditions for a key.</summary>
    public KeyConditions this[int slot] => _isKeyed ? Find(slot) : _all;

    private KeyConditions Find(int slot)
    {
        if (slot < _bySlot.Length && _bySlot[slot] is { } known) return known;
        if (slot >= _bySlot.Length) Array.Resize(ref _bySlot, Math.Max(_bySlot.Length * 2, slot + 1));
        return _bySlot[slot] = rule.ConditionsOf(keys.KeyOf(slot));
    }
}
