using System.Globalization;
using System.Text.Json;

namespace RiskEngine.Sinks.Cap;

/// <summary>
/// Reads where areas are: a GeoJSON file (RFC 7946), a FeatureCollection. Each Feature says in <c>properties</c> its <c>area</c>, a path as in events, and may say
/// <c>name</c>, <c>geocode</c> (an object of codes by system) and, for a Point, <c>radius_km</c>.
/// </summary>
public sealed class PlacesFile
{
    private readonly Dictionary<string, CapPlace> _places;

    private PlacesFile(Dictionary<string, CapPlace> places) => _places = places;

    /// <summary>No place is known.</summary>
    public static PlacesFile None { get; } = new([]);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no such file; says the feature and the fault.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PlacesFile Read(string path)
    {
        var places = new Dictionary<string, CapPlace>(StringComparer.Ordinal);
        var at = 0;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            foreach (var feature in document.RootElement.GetProperty("features").EnumerateArray())
            {
                at++;
                var (area, place) = Place(feature);
                if (!places.TryAdd(area, place)) throw new FormatException($"the area '{area}' is there twice");
            }

            return new PlacesFile(places);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"{path}: feature {at}: {fault.Message}; write {{\"type\":\"Feature\",\"properties\":{{\"area\":\"huaxi/c12\"}},\"geometry\":…}}", fault);
        }
    }

    /// <summary>Where an area is: its own place, or that of the nearest area around it.</summary>
    public CapPlace Find(string area)
    {
        for (var path = area; path.Length > 0; path = path.Contains('/') ? path[..path.LastIndexOf('/')] : "")
        {
            if (_places.TryGetValue(path, out var place)) return path == area ? place : place with { Name = null };
        }

        return CapPlace.Unknown;
    }

    private static (string Area, CapPlace Place) Place(JsonElement feature)
    {
        var properties = feature.GetProperty("properties");
        var area = properties.GetProperty("area").GetString() ?? throw new FormatException("'area' is null");
        var name = properties.TryGetProperty("name", out var given) ? given.GetString() : null;
        List<(string, string)> codes = properties.TryGetProperty("geocode", out var codeOf)
            ? [.. codeOf.EnumerateObject().Select(code => (code.Name, code.Value.ValueKind == JsonValueKind.String ? code.Value.GetString() ?? "" : code.Value.GetRawText()))] : [];
        var geometry = feature.GetProperty("geometry");
        if (geometry.ValueKind == JsonValueKind.Null) return (area, new CapPlace(name, [], [], codes));
        var coordinates = geometry.GetProperty("coordinates");
        return (area, geometry.GetProperty("type").GetString() switch
        {
            "Polygon" => new CapPlace(name, [Ring(coordinates[0])], [], codes),
            "MultiPolygon" => new CapPlace(name, [.. coordinates.EnumerateArray().Select(polygon => Ring(polygon[0]))], [], codes),
            "Point" => new CapPlace(name, [], [$"{Point(coordinates)} {Number(properties.TryGetProperty("radius_km", out var radius) ? radius.GetDouble() : 0)}"], codes),
            var other => throw new FormatException($"a geometry of type '{other}' is no area; write Polygon, MultiPolygon or Point"),
        });
    }

    /// <summary>The outer ring; CAP has no holes.</summary>
    private static string Ring(JsonElement ring)
    {
        var points = ring.EnumerateArray().Select(Point).ToList();
        if (points.Count < 4 || points[0] != points[^1]) throw new FormatException("a ring needs four points or more, the last equal to the first");
        return string.Join(' ', points);
    }

    /// <summary>GeoJSON says longitude first, CAP latitude.</summary>
    private static string Point(JsonElement point)
    {
        var (longitude, latitude) = (point[0].GetDouble(), point[1].GetDouble());
        if (latitude is < -90 or > 90 || longitude is < -180 or > 180) throw new FormatException($"[{Number(longitude)}, {Number(latitude)}] is no place: longitude comes first");
        return $"{Number(latitude)},{Number(longitude)}";
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
