using RiskEngine.Core.Rules;
using RiskEngine.Rules;
using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Bench;

/// <summary>The rules of a synthetic load: windows of every shape, thresholds, counts, silence, conditions, in turn for each kind.</summary>
public static class BenchRules
{
    /// <summary>The lowest value that the rules of a load call an alert; ordinary events stay below <see cref="OrdinaryBelow"/>.</summary>
    public const double AlertFrom = 95;

    /// <summary>Values of devices that are well lie between 20 and this.</summary>
    public const double OrdinaryBelow = 80;

    /// <summary>A value that only the rule <see cref="PlantedRule"/> of each kind answers to, at once and for each such event.</summary>
    public const double Planted = 1000;

    private static readonly Func<int, string, (string Name, string Detect, string Grades, string Where)>[] Templates =
    [
        (n, w) => ("average", $"{{type: metric, measure: avg(value), window: {w}}}", Above(95, n), ""),
        (n, w) => ("range", $"{{type: metric, measure: max(value) - min(value), window: {w}}}", Above(2000, n), ""),
        (n, _) => ("high", "{type: threshold, measure: value}", Above(1000, n), ""),
        (n, _) => ("often", "{type: frequency, window: 60s}", "{yellow: \">= 5\"}", $"where: value > {95 + (n * 0.01):0.##}"),
        (n, _) => ("silent", "{type: absence}", $"{{blue: \">= {5 + n}m\", yellow: \">= {60 + n}m\"}}", ""),
        (n, w) => ("night", $"{{type: metric, measure: avg(value), window: {w}}}", Above(96, n), "where: attributes.phase == \"night\""),
        (n, w) => ("spread", $"{{type: metric, measure: stddev(value), window: {w}}}", Above(200, n), ""),
        (n, w) => ("indoor", "{type: threshold, measure: value}", Above(1001, n), $"where: attributes.location == \"indoor\" && value > {90 + (n * 0.01):0.##}"),
        (n, w) => ("total", $"{{type: metric, measure: sum(value), window: {w}}}", Above(1_000_000, n), ""),
        (n, w) => ("count", $"{{type: metric, measure: count(), window: {w}}}", Above(1_000_000, n), ""),
    ];

    /// <summary>Id of the rule that answers to planted values of a kind.</summary>
    public static string PlantedRule(string kind) => $"{kind.Replace('.', '-')}-high-2";

    /// <summary>The texts of a profile's rules, by id.</summary>
    public static IReadOnlyDictionary<string, string> TextsOf(BenchProfile profile)
    {
        var texts = new Dictionary<string, string>();
        foreach (var kind in profile.Kinds)
        {
            for (var n = 0; n < profile.RulesPerKind; n++)
            {
                var (name, detect, grades, where) = Templates[n % Templates.Length](n / Templates.Length, WindowOf(profile));
                var id = $"{kind.Replace('.', '-')}-{name}-{n}";
                texts.Add(id, TextOf(id, kind, detect, grades, where));
            }
        }

        return texts;
    }

    /// <summary>The compiled rules of a profile.</summary>
    public static IReadOnlyList<Rule> Of(BenchProfile profile)
    {
        var loader = new RuleLoader();
        var rules = new List<Rule>(profile.Rules);
        foreach (var (id, text) in TextsOf(profile))
        {
            var result = loader.LoadText(id + ".yaml", text);
            if (result.HasErrors) throw new InvalidOperationException($"a rule of the load does not compile\n{DiagnosticText.Render(result.Diagnostics)}");
            rules.AddRange(result.Rules);
        }

        return rules;
    }

    /// <summary>Writes a profile's rules into a folder.</summary>
    public static void WriteTo(string folder, BenchProfile profile)
    {
        foreach (var (id, text) in TextsOf(profile)) File.WriteAllText(Path.Combine(folder, id + ".yaml"), text);
    }

    private static string Above(double threshold, int n) =>
        FormattableString.Invariant($"{{yellow: \">= {threshold + (n * 0.01)}\", red: \">= {threshold + 1000 + (n * 0.01)}\"}}");

    private static string WindowOf(BenchProfile profile) =>
        FormattableString.Invariant($"{{size: {profile.Window.TotalSeconds:0}s, every: {profile.Window.TotalSeconds / 6:0}s}}");

    private static string TextOf(string id, string kind, string detect, string grades, string where) =>
        $"""
        id: {id}
        title: Load rule {id}
        on: {kind}
        {where}
        by: source
        detect: {detect}
        grades: {grades}
        clear: {"{for: 10s}"}
        message: "Load rule {id}"

        """;
}
