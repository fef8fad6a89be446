using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Editing;

/// <summary>Where an author types.</summary>
/// <param name="Node">What it belongs to, as the whole text has it: the map or item that gets a key, or the entry or item that gets a value.</param>
/// <param name="TakesKey">Whether a key may come here.</param>
/// <param name="TakesValue">Whether a value may come here.</param>
/// <param name="Typed">What stands of it before the cursor.</param>
/// <param name="InBrackets">Whether it stands in a list or map in brackets.</param>
internal sealed record DraftCursor(DraftNode Node, bool TakesKey, bool TakesValue, string Typed, bool InBrackets)
{
    /// <summary>The place of the cursor in a text; null where nothing can be proposed, as in comments.</summary>
    /// <param name="source">The text.</param>
    /// <param name="whole">The same text as it was read.</param>
    /// <param name="line">Line, from 1.</param>
    /// <param name="column">Column, from 1.</param>
    public static DraftCursor? At(SourceText source, DraftNode whole, int line, int column)
    {
        var written = source.Line(line);
        var before = written[..Math.Clamp(column - 1, 0, written.Length)];
        if (Yaml.YamlText.EndOfContent(before) < before.TrimEnd().Length) return null;
        var draft = DraftReader.Read(source.Text[..source.Offset(line, before.Length + 1)]);
        if (draft.InBlock && before.Trim().Length > 0) return null;
        if (draft.Flow is { } flow) return InFlow(flow, whole, before);
        if (before.Trim().Length == 0) return new DraftCursor(Same(draft.OwnerAt(before.Length + 1), whole), true, false, "", false);

        var last = draft.Last;
        if (Word(last, line) is { } word) return new DraftCursor(Same(last, whole), true, IsUnder(last), word.Name, false);
        if (last.Line != line) return null;
        if (last.Kind == DraftKind.Item) return new DraftCursor(Same(last, whole), true, true, last.Value ?? "", false);
        return before.EndsWith(':') ? null : new DraftCursor(Same(last, whole), false, true, Typing(before, last), false);
    }

    private static DraftCursor InFlow(DraftFlow flow, DraftNode whole, string before)
    {
        var inner = flow.Inner;
        if (!flow.InMap)
        {
            var item = inner.Children.LastOrDefault();
            var typed = item is not null && EndsWith(before, item) ? item.Value ?? "" : "";
            return new DraftCursor(new DraftNode(DraftKind.Item, "", inner.Line, inner.Column, Same(inner, whole)), false, true, typed, true);
        }

        if (flow.Entry is { } entry) return new DraftCursor(Same(entry, whole), false, true, Typing(before, entry), true);
        var word = inner.Children.LastOrDefault() is { Kind: DraftKind.Word } last && before.EndsWith(last.Name, StringComparison.Ordinal) ? last.Name : "";
        return new DraftCursor(Same(inner, whole), true, false, word, true);
    }

    /// <summary>The text of a value up to the cursor; empty where the cursor stands apart from it.</summary>
    private static string Typing(string before, DraftNode node) => node.Value is { } value && before.Contains(value, StringComparison.Ordinal) && node.ValueColumn > 0
        ? before[Math.Min(before.Length, node.ValueColumn - 1)..].TrimStart('"', '\'') : "";

    private static bool EndsWith(string before, DraftNode node) => node.Value is { Length: > 0 } value && before.TrimEnd('"', '\'').EndsWith(value, StringComparison.Ordinal);

    private static DraftNode? Word(DraftNode owner, int line) => owner.Children.LastOrDefault() is { Kind: DraftKind.Word } word && word.Line == line ? word : null;

    /// <summary>Whether a text under a key may be its value, on a line of its own.</summary>
    private static bool IsUnder(DraftNode node) => node.Kind == DraftKind.Entry && node.Children.TrueForAll(child => child.Kind == DraftKind.Word);

    /// <summary>The node of the whole text that stands where this one of its beginning does.</summary>
    private static DraftNode Same(DraftNode node, DraftNode whole)
    {
        if (node.Kind == DraftKind.File) return whole;
        return Find(whole, node) ?? node;
    }

    private static DraftNode? Find(DraftNode within, DraftNode node)
    {
        foreach (var child in within.Children)
        {
            if (child.Line == node.Line && child.Column == node.Column && child.Kind == node.Kind) return child;
            if (child.Line <= node.Line && Find(child, node) is { } found) return found;
        }

        return null;
    }
}
