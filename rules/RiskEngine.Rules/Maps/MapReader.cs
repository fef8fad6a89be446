using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Maps;

/// <summary>Reads the values of one map by its description; whatever does not fit is reported once, with its place.</summary>
internal sealed class MapReader
{
    private readonly YamlMap _map;

    private MapReader(YamlMap map, string path, string? type, FileReport report)
    {
        _map = map;
        Path = path;
        Type = type;
        Report = report;
    }

    /// <summary>Dotted name of the map, empty for the rule itself.</summary>
    public string Path { get; }

    /// <summary>The rule type whose <c>detect</c> it is; null for every other map.</summary>
    public string? Type { get; }

    public FileReport Report { get; }

    public SourceSpan Span => _map.Span;

    /// <summary>Opens a map and reports unknown and missing keys; null where it is no map.</summary>
    public static MapReader? Open(YamlNode node, MapSpec spec, string path, FileReport report)
    {
        var name = path.Length > 0 ? path : spec.Name.Length > 0 ? spec.Name : "a rule";
        if (node is YamlList list) node = MapRepair.FromList(list, spec, name, report) ?? node;
        if (node is not YamlMap map)
        {
            report.Add(DiagnosticCodes.WrongShape, node.Span, $"{name} is {node.Describe()}", $"expected {new MapShape(spec).Wants}");
            return null;
        }

        map = MapRepair.Read(map, spec, report);
        foreach (var key in spec.Keys)
        {
            if (key.Required && map.Find(key.Name) is null) ReportMissing(key, map, path, report);
        }

        return new MapReader(map, path, spec.Type, report);
    }

    public string PathOf(KeySpec key) => Path.Length == 0 ? key.Name : $"{Path}.{key.Name}";

    public bool Has(KeySpec key) => _map.Find(key.Name) is not null;

    /// <summary>Where the key stands; the first key of the map where it does not.</summary>
    public SourceSpan PlaceOf(KeySpec key) => _map.Find(key.Name)?.Key.Span ?? (_map.Entries is [var first, ..] ? first.Key.Span : _map.Span);

    /// <summary>The value of the key replaced by another text; null where it is not one line of text.</summary>
    public TextEdit[]? Replace(KeySpec key, string text) =>
        _map.Find(key.Name) is { Value: YamlScalar scalar } && scalar.Span.Length >= scalar.Value.Length ? TextEdit.Replace(scalar.Span, text) : null;

    /// <summary>Reports a duration that does not go with others.</summary>
    public void AddDuration(KeySpec key, string message, string remedy, string instead) =>
        Report.Add(DiagnosticCodes.DurationRange, PlaceOf(key), $"{PathOf(key)} {message}", remedy, Replace(key, instead));

    /// <summary>The value as it stands; null where the key is missing, or empty, which is reported.</summary>
    public YamlNode? Node(KeySpec key)
    {
        if (_map.Find(key.Name) is not { } entry) return null;
        if (entry.Value is not YamlScalar { IsNull: true }) return entry.Value;
        Report.Add(DiagnosticCodes.WrongShape, entry.Key.Span, $"{PathOf(key)} has no value", key.Required ? Remedy(key) : $"{Remedy(key)}, or delete the key");
        return null;
    }

    public YamlScalar? Scalar(KeySpec key) => Node(key) is { } node ? Maps.Scalar.Of(node, PathOf(key), key.Shape, Report) : null;

    public string? Text(KeySpec key)
    {
        if (Scalar(key) is not { } scalar) return null;
        return Maps.Scalar.Fits(scalar, PathOf(key), key.Shape, Report) ? scalar.Value : null;
    }

    public TimeSpan? Duration(KeySpec key) => Scalar(key) is { } scalar ? Maps.Scalar.Duration(scalar, PathOf(key), key.Shape, Report) : null;

    public double? Number(KeySpec key) => Scalar(key) is { } scalar ? Maps.Scalar.Number(scalar, PathOf(key), key.Shape, Report) : null;

    public bool? Switch(KeySpec key)
    {
        if (Scalar(key) is not { } scalar) return null;
        if (scalar.Value is "true" or "false") return scalar.Value == "true";
        Report.Add(DiagnosticCodes.UnknownWord, scalar.Span, $"{PathOf(key)} {Quote.Of(scalar.Value)} is neither true nor false", "write true or false");
        return null;
    }

    /// <summary>One of the words of a <see cref="WordShape"/>.</summary>
    public string? Word(KeySpec key)
    {
        if (Scalar(key) is not { } scalar || key.Shape is not WordShape shape) return null;
        return Maps.Scalar.Word(scalar, PathOf(key), shape.Words.Select(word => word.Word), Report);
    }

    public MapReader? Map(KeySpec key, MapSpec spec) => Node(key) is { } node ? Open(node, spec, PathOf(key), Report) : null;

    /// <summary>The items of a list of texts; a single text is a list of one.</summary>
    public IReadOnlyList<YamlScalar> Scalars(KeySpec key, Shape item, int most)
    {
        if (Node(key) is not { } node) return [];
        if (node is not YamlList list) return Maps.Scalar.Of(node, PathOf(key), key.Shape, Report) is { } one ? [one] : [];
        if (list.Items.Count == 0) Report.Add(DiagnosticCodes.WrongShape, list.Span, $"{PathOf(key)} is an empty list", Remedy(key));
        if (list.Items.Count > most)
            Report.Add(DiagnosticCodes.TooLong, list.Span, $"{PathOf(key)} has {list.Items.Count} items", $"write at most {most}");
        return [.. list.Items.Take(most).Select(node => Maps.Scalar.Of(node, PathOf(key), item, Report)).OfType<YamlScalar>()];
    }

    /// <summary>All entries, for maps with keys of the author's own.</summary>
    public IReadOnlyList<YamlEntry> Entries => _map.Entries;

    public static string Remedy(KeySpec key) => key.Examples is [var example, ..] ? $"write e.g. {key.Name}: {example}" : $"write {key.Shape.Wants}";

    private static void ReportMissing(KeySpec key, YamlMap map, string path, FileReport report)
    {
        var at = map.Entries is [var first, ..] ? first.Key.Span : map.Span;
        var name = path.Length == 0 ? key.Name : $"{path}.{key.Name}";
        var choices = key == RuleKeys.By ? "add by: source (each device), by: site (each place) or a level of the site path"
            : key == RuleKeys.Id ? $"add id: {SuggestedId.For(map, report.Source.File)}" : null;
        report.AddMissing(at, $"{name} is missing: {Lower(key.Description)}",
            choices ?? (key.Examples is [var example, ..] ? $"add e.g. {key.Name}: {example}" : $"add {key.Name}"),
            key == RuleKeys.Id && at.Column == 1 ? TextEdit.Insert(at.Line, 1, $"id: {SuggestedId.For(map, report.Source.File)}\n") : null);
    }

    private static string Lower(string sentence)
    {
        var end = sentence.AsSpan().IndexOfAny(".:");
        var first = (end < 0 ? sentence : sentence[..end]).TrimEnd('.');
        return char.ToLowerInvariant(first[0]) + first[1..];
    }
}
