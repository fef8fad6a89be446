using RiskEngine.Core.Events;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads one of <c>events</c>; what it leaves out is as the mapping says for all.</summary>
/// <param name="mapping">The mapping itself.</param>
/// <param name="expressions">Compiles its expressions.</param>
/// <param name="personFields">Attributes whose values become pseudonyms.</param>
internal sealed class OutputReader(MapReader mapping, MappingExpressions expressions, IReadOnlyList<string> personFields)
{
    /// <summary>The event; null where it is faulty, which is then reported.</summary>
    public MappedOutput? Read(YamlNode node)
    {
        if (MapReader.Open(node, InputKeys.Event, "events", mapping.Report) is not { } map) return null;
        var kind = Text(map, InputKeys.Kind);
        var (source, site, time) = (Common(map, InputKeys.Source), Common(map, InputKeys.Site), Time(map));
        var value = ValueFieldReader.Read(map, expressions);
        var unit = ValueFieldReader.ReadUnit(map, expressions);
        var id = map.Has(InputKeys.EventId) ? Text(map, InputKeys.EventId) : null;
        var when = map.Has(InputKeys.EventWhen) ? expressions.Condition(map, InputKeys.EventWhen) : null;
        var optional = map.Has(InputKeys.Optional) && map.Switch(InputKeys.Optional) == true;
        var attributes = Attributes(map);
        CheckNames(map, map.Has(InputKeys.Site) ? map : mapping, kind, site);
        if (mapping.Report.HasErrors || kind is null || source is null || site is null || time is null || unit is null || attributes is null) return null;
        return new MappedOutput
        {
            Kind = kind,
            Source = source,
            Site = site,
            Time = time,
            Value = value,
            Unit = unit,
            Id = id,
            When = when,
            IsOptional = optional,
            Attributes = attributes,
        };
    }

    private TextField? Text(MapReader map, KeySpec key) => map.Scalar(key) is { } scalar ? expressions.Template(map.PathOf(key), scalar, key.Shape) : null;

    private TextField? Common(MapReader map, KeySpec key)
    {
        if (map.Has(key)) return Text(map, key);
        if (mapping.Has(key)) return Text(mapping, key);
        ReportMissing(map, key);
        return null;
    }

    private TimeField? Time(MapReader map)
    {
        if (map.Has(InputKeys.Time)) return TimeFieldReader.Read(map, expressions);
        if (mapping.Has(InputKeys.Time)) return TimeFieldReader.Read(mapping, expressions);
        ReportMissing(map, InputKeys.Time);
        return null;
    }

    private static void ReportMissing(MapReader map, KeySpec key) => map.Report.AddMissing(map.PlaceOf(InputKeys.Kind),
        $"{key.Name} is missing: every event has one", $"add e.g. {key.Name}: {key.Examples[0]} here, or in the mapping itself for all its events");

    private AttributeField[]? Attributes(MapReader map)
    {
        var fields = new Dictionary<string, AttributeField>(StringComparer.Ordinal);
        return Add(mapping, fields) && Add(map, fields) ? [.. fields.Values] : null;
    }

    private bool Add(MapReader map, Dictionary<string, AttributeField> fields)
    {
        if (!map.Has(InputKeys.Attributes)) return true;
        if (map.Node(InputKeys.Attributes) is not { } node) return false;
        if (node is not YamlMap entries)
        {
            map.Report.Add(DiagnosticCodes.WrongShape, node.Span, $"attributes is {node.Describe()}", $"write e.g. attributes: {InputKeys.Attributes.Examples[0]}");
            return false;
        }

        foreach (var (name, value) in entries.Entries)
        {
            var path = $"{map.PathOf(InputKeys.Attributes)}.{name.Value}";
            if (Scalar.Of(value, path, InputKeys.Source.Shape, map.Report) is not { } scalar) return false;
            var isPerson = personFields.Contains(name.Value, StringComparer.OrdinalIgnoreCase);
            if (expressions.Template(path, scalar, InputKeys.Source.Shape, mayName: isPerson) is not { } text) return false;
            fields[name.Value] = new AttributeField(string.Intern(name.Value), text.Constant is null ? default : YamlValues.Of(scalar), text);
        }

        return true;
    }

    private static void CheckNames(MapReader map, MapReader ofSite, TextField? kind, TextField? site)
    {
        if (kind?.Constant is { } name)
        {
            var utf8 = System.Text.Encoding.UTF8.GetBytes(name);
            if (!KindName.IsWellFormed(utf8)) Report(map, InputKeys.Kind, $"kind {Quote.Of(name)} is no kind",
                "write lower-case segments of a-z, 0-9, '_' and '-' joined by dots, e.g. sensor.temperature");
            else if (!KindName.TryGetFamily(utf8, out _)) Report(map, InputKeys.Kind, $"kind {Quote.Of(name)} is of no family",
                "start it with sensor, access, utility, flow or report, e.g. sensor.temperature");
        }

        if (site?.Constant is { } place && !SiteName.IsWellFormed(System.Text.Encoding.UTF8.GetBytes(place)))
            Report(ofSite, InputKeys.Site, $"site {Quote.Of(place)} is no path", "write non-empty segments joined by '/', none at either end, e.g. north/c1/g1/b1");
    }

    private static void Report(MapReader map, KeySpec key, string message, string remedy) => map.Report.Add(InputCodes.Name, map.PlaceOf(key), message, remedy);
}
