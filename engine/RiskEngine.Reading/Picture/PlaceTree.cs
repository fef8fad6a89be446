using RiskEngine.Core.Rules;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Picture;

/// <summary>The areas that alerts, incidents and records of places name, each with what is open in it and below.</summary>
/// <remarks>A change costs as many steps as its path has segments. Owned by whoever holds the picture's lock.</remarks>
/// <param name="levels">Names of the levels of a site path, outermost first.</param>
internal sealed class PlaceTree(IReadOnlyList<string> levels)
{
    private const int MostBlind = 100;
    private readonly Dictionary<string, PlaceNode> _nodes = new(StringComparer.Ordinal) { [""] = new PlaceNode("", null) };
    private int _unplaced;

    /// <summary>Takes the areas that change; null where nobody wants to know.</summary>
    public HashSet<string>? Touched { get; set; }

    /// <summary>How many areas there are, the whole not counted.</summary>
    public int Count => _nodes.Count - 1;

    /// <summary>All records of places.</summary>
    public IEnumerable<PlaceRecord> Records => _nodes.Values.Select(node => node.Record).OfType<PlaceRecord>();

    public void Clear()
    {
        _nodes.Clear();
        _nodes[""] = new PlaceNode("", null);
        _unplaced = 0;
    }

    /// <summary>Counts an alert that opened, or one that is over.</summary>
    public void CountAlert(string place, Grade grade, int more)
    {
        if (!AreaName.IsValid(place)) _unplaced += more;
        CountIn(place, grade, more);
    }

    /// <summary>Counts an incident that opened, or one that is over.</summary>
    public void CountIncident(string area, int more) => CountIn(area, Grade.None, more);

    /// <summary>Takes what is said of an area; null where nothing is any more.</summary>
    public void Say(string area, PlaceRecord? record)
    {
        if (!AreaName.IsValid(area) || (record is null && !_nodes.ContainsKey(area))) return;
        var node = NodeOf(area);
        if (record is not null && node.Record is { } known && known.Number > record.Number) return;
        node.Record = record;
        for (var touched = node; touched is not null; touched = touched.Above) Touched?.Add(touched.Area);
        Prune(node);
    }

    /// <summary>Shows an area and what is below.</summary>
    /// <param name="area">The area; empty for the whole.</param>
    /// <param name="depth">How many levels below; 0 for none.</param>
    /// <param name="most">Most areas in all; beyond, the gravest of a level are shown.</param>
    /// <param name="shown">How many are shown.</param>
    /// <returns>Null where nobody has named the area.</returns>
    public PlaceView? Show(string area, int depth, int most, out int shown)
    {
        shown = 0;
        if (!_nodes.TryGetValue(area, out var top)) return null;
        var known = new Dictionary<PlaceNode, (double? Index, PlaceCoverage? Coverage)>();
        var chosen = Choose(top, depth, most - 1, known);
        shown = chosen.Values.Sum(below => below.Count) + 1;
        return View(top, chosen, known);
    }

    /// <summary>Shows one area without what is below; one that is no more is shown empty.</summary>
    public PlaceView ShowAlone(string area) => View(_nodes.GetValueOrDefault(area) ?? new PlaceNode(area, _nodes[""]), [], []);

    private void CountIn(string place, Grade grade, int more)
    {
        var node = AreaName.IsValid(place) ? NodeOf(place) : _nodes[""];
        node.Count(grade, more, Touched);
        if (more < 0) Prune(node);
    }

    private PlaceNode NodeOf(string area)
    {
        if (_nodes.TryGetValue(area, out var known)) return known;
        var above = NodeOf(AreaName.Above(area));
        var node = new PlaceNode(area, above);
        above.Below[area] = node;
        return _nodes[area] = node;
    }

    private void Prune(PlaceNode node)
    {
        while (node is { Above: { } above, IsEmpty: true })
        {
            above.Below.Remove(node.Area);
            _nodes.Remove(node.Area);
            node = above;
        }
    }

    /// <summary>Level by level, which areas of the next are shown below each.</summary>
    private static Dictionary<PlaceNode, List<PlaceNode>> Choose(
        PlaceNode top, int depth, int left, Dictionary<PlaceNode, (double? Index, PlaceCoverage? Coverage)> known)
    {
        var chosen = new Dictionary<PlaceNode, List<PlaceNode>>();
        List<PlaceNode> level = [top];
        for (var below = 0; below < depth && left > 0 && level.Count > 0; below++)
        {
            var next = level.SelectMany(node => node.Below.Values).Select(node => (Node: node, RolledUp(node, known).Index)).ToList();
            next.Sort(PlaceNode.CompareGravity);
            level = [.. next.Take(left).Select(one => one.Node)];
            left -= level.Count;
            foreach (var node in level)
            {
                if (!chosen.TryGetValue(node.Above!, out var siblings)) chosen[node.Above!] = siblings = [];
                siblings.Add(node);
            }
        }

        return chosen;
    }

    private PlaceView View(
        PlaceNode node, Dictionary<PlaceNode, List<PlaceNode>> chosen, Dictionary<PlaceNode, (double? Index, PlaceCoverage? Coverage)> known)
    {
        var (index, coverage) = RolledUp(node, known);
        var below = chosen.GetValueOrDefault(node);
        var more = node.Below.Count - (below?.Count ?? 0);
        return new PlaceView
        {
            Area = node.Area,
            Name = AreaName.Last(node.Area),
            Level = node.Record?.Level ?? LevelOf(AreaName.DepthOf(node.Area)),
            Worst = node.Alerts.Worst() is not Grade.None and var worst ? GradeName.Of(worst) : null,
            Index = index,
            OpenAlerts = node.Alerts.Sum(),
            Alerts = node.Alerts,
            Unplaced = node.Area.Length == 0 ? _unplaced : null,
            OpenIncidents = node.Incidents,
            Certainty = node.Record?.Certainty,
            IncidentsIn90Days = node.Record?.IncidentsIn90Days,
            Chronic = node.Record is { Chronic: true } ? true : null,
            ChronicBecause = node.Record?.ChronicBecause,
            Coverage = coverage,
            Children = below?.Select(child => View(child, chosen, known)).ToList(),
            More = more > 0 ? more : null,
        };
    }

    private string LevelOf(int depth) => depth == 0 ? "root" : depth <= levels.Count ? levels[depth - 1] : $"level {depth}";

    /// <summary>What its own record says; else the greatest index and the sum of the coverage below.</summary>
    private static (double? Index, PlaceCoverage? Coverage) RolledUp(PlaceNode node, Dictionary<PlaceNode, (double? Index, PlaceCoverage? Coverage)> known)
    {
        if (known.TryGetValue(node, out var told)) return told;
        var (index, coverage) = (node.Record?.Index, Own(node));
        if (index is null || coverage is null)
        {
            var below = node.Below.Values.Select(child => RolledUp(child, known)).ToList();
            index ??= below.Max(child => child.Index);
            coverage ??= Sum([.. below.Select(child => child.Coverage).OfType<PlaceCoverage>()]);
        }

        return known[node] = (index, coverage);
    }

    private static PlaceCoverage? Own(PlaceNode node)
    {
        if (node.Record?.Coverage is not { } own) return null;
        return own with { Blind = own.Blind is { Count: > 0 } blind ? [.. blind.Select(spot => spot with { Area = spot.Area ?? node.Area })] : null };
    }

    private static PlaceCoverage? Sum(IReadOnlyList<PlaceCoverage> parts)
    {
        if (parts.Count == 0) return null;
        var (sources, silent) = (parts.Sum(part => part.Sources), parts.Sum(part => part.Silent));
        List<BlindRisk> blind =
        [
            .. parts.SelectMany(part => part.Blind ?? []).OrderBy(spot => spot.Area, StringComparer.Ordinal).ThenBy(spot => spot.Risk, StringComparer.Ordinal).Take(MostBlind),
        ];
        var share = sources == 0 ? 1 : (sources - silent) / (double)sources;
        return new PlaceCoverage { Sources = sources, Silent = silent, Share = share, Blind = blind.Count > 0 ? blind : null };
    }
}
