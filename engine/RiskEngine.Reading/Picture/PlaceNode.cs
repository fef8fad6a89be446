using RiskEngine.Core.Rules;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Picture;

/// <summary>One area in the tree, with the counts of all that is below.</summary>
internal sealed class PlaceNode(string area, PlaceNode? above)
{
    public string Area { get; } = area;

    public PlaceNode? Above { get; } = above;

    public int Depth { get; } = above is null ? 0 : above.Depth + 1;

    public Dictionary<string, PlaceNode> Below { get; } = new(StringComparer.Ordinal);

    public GradeCounts Alerts { get; set; }

    public int Incidents { get; set; }

    public PlaceRecord? Record { get; set; }

    /// <summary>Whether nothing would be lost without it.</summary>
    public bool IsEmpty => Below.Count == 0 && Record is null && Incidents == 0 && Alerts == default;

    /// <summary>Orders the gravest first: by grade, index, number of alerts, and then by name.</summary>
    public static int CompareGravity((PlaceNode Node, double? Index) a, (PlaceNode Node, double? Index) b)
    {
        var grade = ((byte)b.Node.Alerts.Worst()).CompareTo((byte)a.Node.Alerts.Worst());
        if (grade != 0) return grade;
        var index = Nullable.Compare(b.Index, a.Index);
        if (index != 0) return index;
        var count = b.Node.Alerts.Sum().CompareTo(a.Node.Alerts.Sum());
        return count != 0 ? count : string.CompareOrdinal(a.Node.Area, b.Node.Area);
    }

    /// <summary>Counts something here and in every area around.</summary>
    /// <param name="grade">Of an alert; <see cref="Grade.None"/> for an incident.</param>
    /// <param name="more">1, or -1 where it is over.</param>
    /// <param name="touched">Takes the areas.</param>
    public void Count(Grade grade, int more, HashSet<string>? touched)
    {
        for (var node = this; node is not null; node = node.Above)
        {
            if (grade == Grade.None) node.Incidents += more;
            else node.Alerts = node.Alerts.Plus(grade, more);
            touched?.Add(node.Area);
        }
    }
}
