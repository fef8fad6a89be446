using RiskEngine.Cel.Values;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads <c>tables</c>: what is written out, and files beside the mapping.</summary>
/// <param name="others">Takes the reports of the files.</param>
internal sealed class TableReader(ICollection<FileReport> others)
{
    private const int LargestFile = 16 * 1024 * 1024;

    /// <summary>The tables by name; faults are reported.</summary>
    public IReadOnlyDictionary<string, CelValue> Read(MapReader mapping)
    {
        var tables = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        if (mapping.Node(InputKeys.Tables) is not { } node) return tables;
        if (node is not YamlMap map)
        {
            mapping.Report.Add(InputCodes.Table, node.Span, $"tables is {node.Describe()}", "write names with tables, e.g. tables: {places: {file: places.csv}}");
            return tables;
        }

        foreach (var (name, table) in map.Entries)
        {
            if (!IsName(name.Value))
            {
                mapping.Report.Add(InputCodes.Table, name.Span, $"{Quote.Of(name.Value)} cannot name a table",
                    "write a word of letters, digits and '_' that is no variable, e.g. places");
            }
            else if (ReadOne(name.Value, table, mapping.Report) is { } read)
            {
                tables[name.Value] = read;
            }
        }

        return tables;
    }

    private CelValue? ReadOne(string name, YamlNode node, FileReport report)
    {
        if (node is not YamlMap map)
        {
            report.Add(InputCodes.Table, node.Span, $"tables.{name} is {node.Describe()}", "write {file: places.csv}, or the entries themselves");
            return null;
        }

        if (map.Find(InputKeys.TableFile.Name)?.Value is not YamlScalar) return YamlValues.Of(map);
        if (MapReader.Open(map, InputKeys.TableKeys, $"tables.{name}", report) is not { } keys || keys.Text(InputKeys.TableFile) is not { } file) return null;
        var path = Path.Combine(Path.GetDirectoryName(report.Source.File) ?? "", file);
        if (!File.Exists(path))
        {
            report.Add(InputCodes.Table, keys.PlaceOf(InputKeys.TableFile), $"tables.{name}: there is no file {Quote.Of(path.Replace('\\', '/'))}",
                "name it as it is seen from the mapping's folder");
            return null;
        }

        var opened = RuleFileText.Open(path, LargestFile);
        others.Add(opened);
        if (opened.HasErrors) return null;
        if (path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)) return ReadYaml(opened);
        var table = CsvTable.Read(opened.Source.Text, keys.Text(InputKeys.TableKey), out var fault);
        if (fault is null) return CelValue.Of(table);
        opened.Add(InputCodes.Table, new SourceSpan(fault.Value.Line, 1, 1), fault.Value.Fault, "correct the row, or tables.key in the mapping");
        return null;
    }

    private static CelValue? ReadYaml(FileReport file)
    {
        if (YamlReader.Read(file) is not { } root) return null;
        if (root is YamlMap map) return YamlValues.Of(map);
        file.Add(InputCodes.Table, root.Span, $"the table is {root.Describe()}", "write a map, one entry for each thing that is looked up");
        return null;
    }

    /// <summary>Whether expressions can name something so, and nothing is called so already.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 60 && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
        && !MappingScope.Reserved.Contains(name);
}
