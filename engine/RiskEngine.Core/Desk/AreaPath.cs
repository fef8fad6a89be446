namespace RiskEngine.Core.Desk;

/// <summary>Areas: site paths cut off at a level.</summary>
public static class AreaPath
{
    /// <summary>The area of alerts whose place is not known.</summary>
    public const string Nowhere = "-";

    /// <summary>The first segments of a place; the place itself where it has no more, <see cref="Nowhere"/> where it is unknown.</summary>
    /// <param name="place">A site or an area.</param>
    /// <param name="depth">How many segments.</param>
    public static string Of(string place, int depth)
    {
        if (place.Length == 0) return Nowhere;
        var length = LengthOf(place, depth);
        return length == place.Length ? place : place[..length];
    }

    /// <summary>How long the first segments of a place are, in characters.</summary>
    public static int LengthOf(string place, int depth)
    {
        for (var at = 0; at < place.Length; at++)
        {
            if (place[at] == '/' && --depth == 0) return at;
        }

        return place.Length;
    }

    /// <summary>How many segments a place has; zero where it is unknown.</summary>
    public static int DepthOf(string place) => place.Length == 0 || place == Nowhere ? 0 : place.AsSpan().Count('/') + 1;

    /// <summary>Whether a place is an area or lies in it.</summary>
    public static bool IsInside(string place, string area) =>
        place.StartsWith(area, StringComparison.Ordinal) && (place.Length == area.Length || place[area.Length] == '/');

    /// <summary>Whether two places lie in one area of a level. A place that is larger than the level is in it with all that lies inside.</summary>
    public static bool AreTogether(string one, string other, int depth)
    {
        if (one.Length == 0 || other.Length == 0) return false;
        var (first, second) = (Of(one, depth), Of(other, depth));
        return first.Length > second.Length ? IsInside(first, second) : IsInside(second, first);
    }
}
