namespace RiskEngine.Reading.Records;

/// <summary>Paths of areas, <c>district/community/grid</c>.</summary>
public static class AreaName
{
    /// <summary>Deepest path that has a place in the tree.</summary>
    public const int MostSegments = 16;

    /// <summary>Whether a path can be an area: segments without blanks at its ends, none of them empty.</summary>
    public static bool IsValid(string path) =>
        path.Length is > 0 and <= 512 && path[0] != '/' && path[^1] != '/' && !path.Contains("//", StringComparison.Ordinal) && DepthOf(path) <= MostSegments;

    /// <summary>How many segments a path has.</summary>
    public static int DepthOf(string path) => path.Length == 0 ? 0 : path.AsSpan().Count('/') + 1;

    /// <summary>The area around an area; empty for one of the first level.</summary>
    public static string Above(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    /// <summary>The last segment.</summary>
    public static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Whether a place is an area or lies in it.</summary>
    public static bool IsWithin(string place, string area) =>
        area.Length == 0 || (place.StartsWith(area, StringComparison.Ordinal) && (place.Length == area.Length || place[area.Length] == '/'));
}
