namespace RiskEngine.LoadTest;

/// <summary>The twenty rules of the load: five of each family, over windows of every shape, so that each event concerns five of them.</summary>
internal static class LoadRules
{
    public static readonly string[] Kinds = ["sensor.gas", "access.door", "utility.power", "flow.people"];

    /// <summary>Writes the rules into a new folder.</summary>
    public static string WriteTo(string folder)
    {
        foreach (var kind in Kinds)
        {
            var name = kind.Replace('.', '-');
            Write(folder, $"{name}-average", kind, "{type: metric, measure: avg(value), window: {size: 60s, every: 10s}}", "{yellow: \">= 95\", red: \">= 98\"}");
            Write(folder, $"{name}-range", kind, "{type: metric, measure: max(value) - min(value), window: {size: 60s, every: 10s}}", "{blue: \">= 99.9\"}");
            Write(folder, $"{name}-high", kind, "{type: threshold, measure: value}", "{blue: \">= 99.99\", red: \">= 99.999\"}");
            Write(folder, $"{name}-often", kind, "{type: frequency, window: 60s}", "{yellow: \">= 5\"}", "where: value > 99.9");
            Write(folder, $"{name}-silent", kind, "{type: absence}", "{blue: \">= 5m\", yellow: \">= 1h\"}");
        }

        return folder;
    }

    private static void Write(string folder, string id, string kind, string detect, string grades, string where = "") => File.WriteAllText(
        Path.Combine(folder, id + ".yaml"),
        $"""
        id: {id}
        title: Load test rule {id}
        on: {kind}
        {where}
        by: source
        detect: {detect}
        grades: {grades}
        clear: {"{for: 10s}"}
        message: "Load test rule {id}"
        """);
}
