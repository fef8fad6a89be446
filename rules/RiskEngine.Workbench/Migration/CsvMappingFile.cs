using System.Globalization;
using RiskEngine.Rules.Settings;
using RiskEngine.Workbench.Inputs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RiskEngine.Workbench.Migration;

/// <summary>Reads a mapping of the old form from YAML and reports every fault at once.</summary>
internal sealed class CsvMappingFile
{
    private readonly MappingFaults _faults;

    private CsvMappingFile(string path) => _faults = new MappingFaults(path);

    /// <summary>Reads and checks a mapping.</summary>
    /// <exception cref="InputException">It cannot be read, or has faults; one line each.</exception>
    public static CsvMapping Load(string path)
    {
        var file = new CsvMappingFile(path);
        var mapping = file.Parse(path);
        if (file._faults.Any) throw new InputException(string.Join('\n', file._faults.Lines()));
        return mapping ?? throw new InputException($"{path}: the mapping is empty; see docs/inputs.md");
    }

    private CsvMapping? Parse(string path)
    {
        var yaml = new YamlStream();
        try
        {
            using var text = new StreamReader(path);
            yaml.Load(text);
        }
        catch (IOException e)
        {
            throw new InputException($"{path}: {e.Message}");
        }
        catch (YamlException e)
        {
            throw InputException.At(path, e.Start.Line, $"{e.Message}; see docs/inputs.md");
        }

        if (yaml.Documents.Count == 0) return null;
        var root = new MappingNode(yaml.Documents[0].RootNode, _faults);
        root.Allow("id", "title", "description", "licence", "delimiter", "sort", "time", "events");
        return new CsvMapping
        {
            File = path,
            Id = root.Text("id"),
            Title = root.Text("title"),
            Description = root.Text("description"),
            Delimiter = ParseDelimiter(root),
            Sort = ParseBoolean(root, "sort"),
            Time = ParseTime(root),
            Events = [.. root.RequiredList("events").Select(ParseEvent)],
        };
    }

    private char ParseDelimiter(MappingNode root)
    {
        var text = root.Text("delimiter") ?? ",";
        if (text is [var one]) return one;
        _faults.Add(root.LineOf("delimiter"), $"delimiter '{text}' is not one character; write ',' or ';'");
        return ',';
    }

    private bool ParseBoolean(MappingNode node, string key)
    {
        var text = node.Text(key) ?? "false";
        if (bool.TryParse(text, out var value)) return value;
        _faults.Add(node.LineOf(key), $"{key} '{text}' is neither true nor false");
        return false;
    }

    private CsvTime ParseTime(MappingNode root)
    {
        var time = root.Required("time");
        time.Allow("column", "format", "offset");
        var offset = time.Text("offset") ?? "+00:00";
        var sign = offset.StartsWith('-') ? -1 : 1;
        if (!TimeSpan.TryParseExact(offset.TrimStart('+', '-'), @"hh\:mm", CultureInfo.InvariantCulture, out var span))
        {
            _faults.Add(time.LineOf("offset"), $"time.offset '{offset}' is no offset from UTC; write e.g. '+08:00'");
        }

        return new CsvTime(time.RequiredText("column"), time.RequiredText("format"), span * sign);
    }

    private CsvEventMapping ParseEvent(MappingNode node)
    {
        node.Allow("each", "kind", "source", "site", "unit", "id", "value", "when", "attributes");
        var each = node.Pairs("each");
        return new CsvEventMapping
        {
            Line = node.Line,
            Each = each,
            Kind = node.RequiredText("kind"),
            Source = node.RequiredText("source"),
            Site = node.RequiredText("site"),
            Unit = node.Text("unit"),
            Id = node.Text("id"),
            Value = ParseValue(node, hasEach: each.Count > 0),
            When = [.. node.Lists("when").Select(w => KeyValuePair.Create(w.Key, w.Value))],
            Attributes = node.Pairs("attributes"),
        };
    }

    private CsvValue? ParseValue(MappingNode parent, bool hasEach)
    {
        if (parent.Optional("value") is not { } node)
        {
            return hasEach ? new CsvValue(null, CsvValueType.Number, null, new HashSet<string>()) : null;
        }

        node.Allow("column", "type", "map", "skip");
        var column = hasEach ? node.Text("column") : node.RequiredText("column");
        var typeText = node.Text("type") ?? "number";
        if (!Enum.TryParse<CsvValueType>(typeText, ignoreCase: true, out var type))
        {
            _faults.Add(node.LineOf("type"), $"value.type '{typeText}' is not known; write number, boolean or text");
        }

        return new CsvValue(column, type, ParseMap(node), node.TextSet("skip"));
    }

    private Dictionary<string, double>? ParseMap(MappingNode node)
    {
        var pairs = node.Pairs("map");
        if (pairs.Count == 0) return null;
        var map = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (text, number) in pairs)
        {
            if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) map[text] = value;
            else _faults.Add(node.LineOf("map"), $"value.map gives '{text}' the value '{number}', which is no number");
        }

        return map;
    }
}
