using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>Counts the events of keys for which a rule's table has no row, and names the first of these keys.</summary>
internal sealed class RowlessKeys(Rule rule, KeyedLimits limits)
{
    private const int MostNames = 3;
    private const byte HasRow = 1;
    private const byte HasNone = 2;

    private readonly List<string> _first = [];
    private byte[] _bySlot = [];
    private int _keys;
    private long _events;

    /// <summary>One for each rule that has a table.</summary>
    public static IEnumerable<RowlessKeys> Of(IReadOnlyList<Rule> rules)
    {
        foreach (var rule in rules)
        {
            if (rule.Limits is { } limits) yield return new RowlessKeys(rule, limits);
        }
    }

    /// <summary>Looks at one event of a key.</summary>
    public void Look(int slot, KeyDirectory keys)
    {
        if (slot >= _bySlot.Length) Array.Resize(ref _bySlot, Math.Max(_bySlot.Length * 2, slot + 1));
        if (_bySlot[slot] == 0) Meet(slot, keys.KeyOf(slot));
        if (_bySlot[slot] == HasNone) _events++;
    }

    /// <summary>What was counted; null where every key has a row.</summary>
    public PassedOver? Tell(string kind)
    {
        if (_events == 0) return null;
        var more = _keys - _first.Count;
        return new PassedOver(rule.Id, kind, PassedOverReason.NoRow, string.Join(", ", _first) + (more > 0 ? $" and {more} more" : ""), _events);
    }

    private void Meet(int slot, string key)
    {
        _bySlot[slot] = limits.Knows(key) ? HasRow : HasNone;
        if (_bySlot[slot] == HasRow) return;
        _keys++;
        if (_first.Count < MostNames) _first.Add(key);
    }
}
