using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>An alert that another rule counts.</summary>
/// <param name="At">Since when it counts.</param>
/// <param name="Rule">Which of the rules that are counted, by its place among them.</param>
/// <param name="Key">Its key.</param>
/// <param name="Records">The records behind it.</param>
/// <param name="Member">The part of the area in which it is, where that is asked for; empty otherwise.</param>
internal readonly record struct CountedAlert(EventTime At, int Rule, string Key, Evidence Records, string Member = "") : IComparable<CountedAlert>
{
    /// <summary>By time, then in the order in which their rules are named, then by key.</summary>
    public int CompareTo(CountedAlert other)
    {
        if (At != other.At) return At.CompareTo(other.At);
        return Rule != other.Rule ? Rule.CompareTo(other.Rule) : string.CompareOrdinal(Key, other.Key);
    }

    /// <summary>Inserts it where it belongs among others in order.</summary>
    public void InsertInto(List<CountedAlert> signals)
    {
        var place = signals.Count;
        while (place > 0 && CompareTo(signals[place - 1]) < 0) place--;
        signals.Insert(place, this);
    }

    /// <summary>The records behind all of some signals.</summary>
    public static Evidence RecordsOf(List<CountedAlert> signals)
    {
        var all = Evidence.None;
        for (var i = 0; i < signals.Count; i++) all = i == 0 ? signals[i].Records : all.Union(signals[i].Records);
        return all;
    }
}
