using System.Globalization;
using RiskEngine.LanguageServer.Documents;
using RiskEngine.LanguageServer.Protocol;
using RiskEngine.Rules.Editing;
using RiskEngine.Rules.Text;
using Range = RiskEngine.LanguageServer.Protocol.Range;

namespace RiskEngine.LanguageServer.Serving;

/// <summary>Answers what editors ask about open documents, in the words of the protocol.</summary>
internal sealed class Answering(CheckLoop checks)
{
    private const int LongestTitle = 120;

    public CompletionList Complete(Document document, Position position)
    {
        var (line, column) = document.PlaceOf(position);
        var found = checks.Workspace.Complete(PathOf(document), line, column);
        return new CompletionList(IsIncomplete: false, [.. found.Select((one, index) => new CompletionItem(
            one.Label, KindOf(one.Kind), one.Detail.Length > 0 ? one.Detail : null, one.Documentation.Length > 0 ? Markup.Of(one.Documentation) : null,
            index.ToString("D4", CultureInfo.InvariantCulture), one.Label, document.ChangeOf(one.Edit), InsertTextMode: 1))]);
    }

    public Hover? Hover(Document document, Position position)
    {
        var (line, column) = document.PlaceOf(position);
        return checks.Workspace.Explain(PathOf(document), line, column) is { } hover
            ? new Hover(Markup.Of(hover.Markdown), document.RangeOf(hover.Line, hover.Column, hover.Length)) : null;
    }

    public Location? Define(Document document, Position position)
    {
        var (line, column) = document.PlaceOf(position);
        if (checks.Workspace.Define(PathOf(document), line, column) is not { } place) return null;
        var path = Path.GetFullPath(place.File);
        var at = checks.Documents[path]?.RangeOf(place.Line, place.Column, 0).Start ?? new Position(place.Line - 1, place.Column - 1);
        return new Location(checks.Documents.UriOf(path), new Range(at, at));
    }

    public IReadOnlyList<DocumentSymbol> Outline(Document document) => [.. checks.Workspace.Outline(PathOf(document)).Select(entry => SymbolOf(entry, document))];

    /// <summary>The remedies that can be carried out at a place, and all of the file's at once.</summary>
    public IReadOnlyList<CodeAction> Act(Document document, CodeActionParams asked, CancellationToken cancellationToken)
    {
        var path = PathOf(document);
        var found = checks.Workspace.Check(cancellationToken).GetValueOrDefault(path) ?? [];
        var actions = new List<CodeAction>();
        if (Wants(asked, "quickfix"))
        {
            foreach (var one in found.Where(one => one.Edits.Count > 0))
            {
                var shown = CheckLoop.Shown(one, document);
                if (!Touch(shown.Range, asked.Range)) continue;
                actions.Add(new CodeAction(TitleOf(one.Remedy), "quickfix", [shown], IsPreferred: true, EditOf(document, one.Edits)));
            }
        }

        var mendable = found.Count(one => one.Edits.Count > 0);
        if (mendable > 1 && (Wants(asked, "quickfix") || Wants(asked, "source.fixAll")) && checks.Workspace.MendAll(path, found) is { Count: > 0 } all)
        {
            // Editors offer a source action only where they ask for one.
            var isSource = asked.Context?.Only?.Any(kind => kind.StartsWith("source", StringComparison.Ordinal)) == true;
            actions.Add(new CodeAction($"Carry out all {mendable} remedies of this file", isSource ? "source.fixAll" : "quickfix", null,
                IsPreferred: false, EditOf(document, all)));
        }

        return actions;
    }

    private static string PathOf(Document document) => DocumentSet.PathOf(document.Uri) ?? "";

    private static bool Wants(CodeActionParams asked, string kind) =>
        asked.Context?.Only is not { Count: > 0 } only || only.Any(wanted => kind == wanted || kind.StartsWith(wanted + ".", StringComparison.Ordinal));

    private static bool Touch(Range one, Range other) => !IsBefore(one.End, other.Start) && !IsBefore(other.End, one.Start);

    private static bool IsBefore(Position one, Position other) => one.Line < other.Line || (one.Line == other.Line && one.Character < other.Character);

    private static string TitleOf(string remedy)
    {
        var line = remedy.ReplaceLineEndings(" ");
        return char.ToUpperInvariant(line[0]) + (line.Length > LongestTitle ? line[1..LongestTitle] + "…" : line[1..]);
    }

    private static WorkspaceEdit EditOf(Document document, IEnumerable<TextEdit> edits) =>
        new(new Dictionary<string, IReadOnlyList<TextChange>> { [document.Uri] = document.ChangesOf(edits) });

    private static DocumentSymbol SymbolOf(OutlineEntry entry, Document document) => new(
        entry.Name, entry.Detail.Length > 0 ? entry.Detail : null, entry.Children.Count > 0 ? 19 : 7, document.LinesOf(entry.Line, entry.Column, entry.EndLine),
        document.RangeOf(entry.Line, entry.Column, entry.Length), [.. entry.Children.Select(child => SymbolOf(child, document))]);

    private static int KindOf(CompletionKind kind) => kind switch
    {
        CompletionKind.Key => 10,
        CompletionKind.Word => 20,
        CompletionKind.Example => 12,
        CompletionKind.Name => 18,
        CompletionKind.Function => 3,
        CompletionKind.Variable => 6,
        _ => 15,
    };
}
