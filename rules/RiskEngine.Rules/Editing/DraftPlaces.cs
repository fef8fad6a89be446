using RiskEngine.Rules.Inputs;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Editing;

/// <summary>What stands at a place of a file: explained, looked up elsewhere, or as an outline.</summary>
internal static class DraftPlaces
{
    private const int DeepestOutline = 4;

    /// <summary>What the key or the value at a place means; null where there is nothing to say.</summary>
    public static HoverText? Explain(SourceText source, DraftLanguage language, KnownNames names, int line, int column)
    {
        if (At(DraftReader.Read(source.Text).File, line, column) is not (var node, var isKey)) return null;
        var spec = DraftSpec.Of(node, language);
        if (isKey) return spec.Key is null || node.Kind != DraftKind.Entry ? null : new HoverText(node.Line, node.Column, node.Length, KeyHelp.Of(spec.Key));
        var value = node.Value ?? "";
        var text = spec.Shapes.OfType<WordShape>().SelectMany(words => words.Words).FirstOrDefault(word => word.Word == value) is { Word: not null } word
                ? $"**{word.Word}**: {word.Meaning}"
            : spec.Key == DetectKeys.Type && language.Types.FirstOrDefault(type => type.Name == value) is { } type
                ? $"**{type.Name}**: {type.Summary}\n\nKeys: {string.Join(", ", type.Keys.Select(key => key.Required ? $"`{key.Name}`" : $"`{key.Name}` (optional)"))}"
            : NamesRule(spec.Key) && names.Rules.GetValueOrDefault(value) is { } document
                ? $"**{document.Rule.Id}**: {document.Rule.Title}\n\n{document.Rule.Description}\n\n`{document.Rule.File}`"
            : spec.Key is null ? null : KeyHelp.Of(spec.Key);
        return text is null ? null : new HoverText(node.ValueLine, node.ValueColumn, node.ValueEnd - node.ValueColumn, text.TrimEnd());
    }

    /// <summary>Where that is defined what a value names: a rule, or a file beside this one; null where it names nothing.</summary>
    public static FilePlace? Define(SourceText source, DraftLanguage language, KnownNames names, int line, int column)
    {
        if (At(DraftReader.Read(source.Text).File, line, column) is not (var node, false) || node.Value is not { Length: > 0 } value) return null;
        var key = DraftSpec.Of(node, language).Key;
        if (NamesRule(key)) return names.Rules.GetValueOrDefault(value) is { } document ? new FilePlace(document.Rule.File, 0, 1) : null;
        if (key != ScheduleKeys.Holidays && key != DetectKeys.Expected && key != LimitKeys.Table && key != InputKeys.TableFile) return null;
        var file = Path.Combine(Path.GetDirectoryName(source.File) ?? "", value);
        return File.Exists(file) ? new FilePlace(file, 1, 1) : null;
    }

    /// <summary>The keys of a file, outermost first.</summary>
    public static IReadOnlyList<OutlineEntry> Outline(SourceText source) => Outline(DraftReader.Read(source.Text).File, DeepestOutline);

    /// <summary>Where a key of the file itself stands; the start of the file where it does not.</summary>
    public static FilePlace KeyOf(SourceText source, string key) => DraftReader.Read(source.Text).File.Child(key) is { } node
        ? new FilePlace(source.File, node.Line, node.Column) : new FilePlace(source.File, 1, 1);

    private static OutlineEntry[] Outline(DraftNode node, int depth) => depth == 0 ? []
        : [.. node.Children.Where(child => child.Kind != DraftKind.Word).Select((child, index) => new OutlineEntry(NameOf(child, index),
            child.Kind == DraftKind.Item ? "" : child.Value ?? "", child.Line, child.Column, Math.Max(1, child.Length), child.EndLine, Outline(child, depth - 1)))];

    private static string NameOf(DraftNode node, int index) =>
        node is { Kind: DraftKind.Entry, Name.Length: > 0 } ? node.Name
        : node.Value is { Length: > 0 } value ? value
        : node.Children.Find(child => child.Name is "name" or "kind" or "on") is { Value.Length: > 0 } named ? named.Value : $"{index + 1}";

    private static bool NamesRule(KeySpec? key) => key is not null && (key == CorrelationKeys.Rules || key == CaseFileKeys.Rule);

    private static (DraftNode Node, bool IsKey)? At(DraftNode within, int line, int column)
    {
        foreach (var child in within.Children)
        {
            if (child.Line == line && child.Kind != DraftKind.Item && column >= child.Column && column < child.Column + child.Length) return (child, true);
            if (child.ValueLine == line && column >= child.ValueColumn && column < child.ValueEnd) return (child, false);
            if (At(child, line, column) is { } found) return found;
        }

        return null;
    }
}
