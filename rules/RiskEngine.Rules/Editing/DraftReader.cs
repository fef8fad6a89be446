using System.Text.RegularExpressions;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Editing;

/// <summary>Reads a YAML text that is being typed, line by line, by its indentation and brackets: never fails, and one broken line hides no other.</summary>
internal sealed partial class DraftReader
{
    private const int MostLines = 20_000;

    private readonly Stack<DraftNode> _open = new();
    private DraftFlow? _flow;
    private int? _block;

    private DraftReader() => _open.Push(File);

    /// <summary>What was read.</summary>
    public DraftNode File { get; } = new(DraftKind.File, "", 1, 0, null);

    /// <summary>The brackets that are open where the text ends; null where none is.</summary>
    public DraftFlow? Flow => _flow;

    /// <summary>Whether the text ends inside a text of several lines.</summary>
    public bool InBlock => _block is not null;

    public static DraftReader Read(string text)
    {
        var reader = new DraftReader();
        var source = new SourceText("", text);
        var lines = Math.Min(source.LineCount, MostLines);
        for (var number = 1; number <= lines; number++) reader.ReadLine(number, source.Line(number));
        foreach (var node in reader._open) node.EndLine = Math.Max(node.EndLine, lines);
        return reader;
    }

    /// <summary>What a key in a new line at this column belongs to.</summary>
    public DraftNode OwnerAt(int column) => _open.First(node => node.Column < column);

    /// <summary>What was opened last.</summary>
    public DraftNode Last => _open.Peek();

    private void ReadLine(int number, string line)
    {
        var at = line.Length - line.TrimStart(' ', '\t').Length;
        if (_flow is { } flow)
        {
            if (!(at < flow.Owner.Column && KeyOrItem().IsMatch(line)))
            {
                if (flow.Read(number, line, at)) _flow = null;
                return;
            }

            _flow = null;
        }

        if (at == line.Length || line[at] == '#') return;
        if (_block is { } block && at >= block) return;
        _block = null;
        ReadContent(number, line, at);
    }

    private void ReadContent(int number, string line, int at)
    {
        DraftNode? item = null;
        while (at < line.Length && line[at] == '-' && (at + 1 == line.Length || line[at + 1] == ' '))
        {
            CloseTo(number, at + 1, isItem: true);
            item = Open(new DraftNode(DraftKind.Item, "", number, at + 1, _open.Peek()) { Length = 1 });
            at++;
            at += line.Length - at - line.AsSpan(at).TrimStart(' ').Length;
        }

        if (at >= line.Length || line[at] == '#') return;
        var key = Key().Match(line, at);
        if (key.Success)
        {
            CloseTo(number, at + 1, isItem: false);
            var name = key.Groups["key"].Value.Trim('"', '\'');
            var entry = Open(new DraftNode(DraftKind.Entry, name, number, at + 1, _open.Peek()) { Length = key.Groups["key"].Length });
            at += key.Length;
            ReadValue(entry, number, line, at + (line.Length - at - line.AsSpan(at).TrimStart(' ').Length));
        }
        else if (item is not null)
        {
            ReadValue(item, number, line, at);
        }
        else
        {
            CloseTo(number, at + 1, isItem: false);
            var end = YamlText.EndOfContent(line);
            if (end > at) _open.Peek().Children.Add(new DraftNode(DraftKind.Word, line[at..end], number, at + 1, _open.Peek()) { Length = end - at });
        }
    }

    private void ReadValue(DraftNode node, int number, string line, int at)
    {
        if (at >= line.Length || line[at] == '#') return;
        if (line[at] is '{' or '[')
        {
            var flow = new DraftFlow(node);
            if (!flow.Read(number, line, at)) _flow = flow;
            return;
        }

        if (line[at] is '|' or '>' && BlockHeader().IsMatch(line.AsSpan(at)))
        {
            _block = node.Column;
            return;
        }

        var end = YamlText.EndOfContent(line);
        if (end <= at) return;
        SetValue(node, line, number, at, end);
    }

    /// <summary>Gives a node its text, without the quotes around it.</summary>
    internal static void SetValue(DraftNode node, string line, int number, int at, int end)
    {
        var text = line[at..end];
        node.Value = text.Length > 0 && text[0] is '"' or '\'' ? text[1..(text.Length > 1 && text[^1] == text[0] ? ^1 : ^0)] : text;
        (node.ValueLine, node.ValueColumn, node.ValueEnd) = (number, at + 1, end + 1);
    }

    private DraftNode Open(DraftNode node)
    {
        _open.Peek().Children.Add(node);
        _open.Push(node);
        return node;
    }

    /// <summary>Ends what a key or a hyphen at this column does not belong to; a list may stand as far left as its key.</summary>
    private void CloseTo(int number, int column, bool isItem)
    {
        while (_open.Peek() is { Kind: not DraftKind.File } top && (top.Column > column || (top.Column == column && !(isItem && top.Kind == DraftKind.Entry))))
        {
            top.EndLine = Math.Max(top.Line, number - 1);
            _open.Pop();
        }
    }

    [GeneratedRegex("""\G(?<key>"[^"]*"|'[^']*'|[^\s:#{}\[\],"'&*!|>%@`-][^:#{}\[\]"']*?|-[^\s:#{}\[\],"'][^:#{}\[\]"']*?)\s*:(?=\s|$)""", RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    [GeneratedRegex(@"^\s*(- +)*([A-Za-z_][\w.-]*:(\s|$)|- )", RegexOptions.CultureInvariant)]
    private static partial Regex KeyOrItem();

    [GeneratedRegex(@"^[|>][-+0-9]*\s*(#.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex BlockHeader();
}
