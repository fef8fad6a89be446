namespace RiskEngine.Sinks.Cap;

/// <summary>Where an area is, as CAP says it.</summary>
/// <param name="Name">What people call it; null where it has no name but its path.</param>
/// <param name="Polygons">Each <c>lat,lon lat,lon …</c>, the last point the first.</param>
/// <param name="Circles">Each <c>lat,lon radius</c>, in km.</param>
/// <param name="Geocodes">Names of code systems and the area's code in them.</param>
public sealed record CapPlace(string? Name, IReadOnlyList<string> Polygons, IReadOnlyList<string> Circles, IReadOnlyList<(string System, string Code)> Geocodes)
{
    /// <summary>A place of which only the path is known.</summary>
    public static readonly CapPlace Unknown = new(null, [], [], []);
}
