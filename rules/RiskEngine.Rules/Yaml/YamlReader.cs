using RiskEngine.Rules.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RiskEngine.Rules.Yaml;

/// <summary>Reads the one document of a file into nodes that know their places.</summary>
/// <remarks>Bounded in depth and entries; anchors, aliases and tags are refused, so no input grows beyond its own size.</remarks>
internal sealed class YamlReader
{
    private const int DeepestLevel = 24;
    private const int MostNodes = 50_000;

    private readonly FileReport _report;
    private readonly Stack<Frame> _open = new();
    private YamlNode? _root;
    private int _nodes;

    private YamlReader(FileReport report) => _report = report;

    /// <summary>The root node; null where there is none or the syntax is broken, which is then reported.</summary>
    public static YamlNode? Read(FileReport report)
    {
        var reader = new YamlReader(report);
        return reader.Run() ? reader._root : null;
    }

    private bool Run()
    {
        var parser = new Parser(new StringReader(_report.Source.Text));
        var documents = 0;
        while (Advance(parser) is var moved and not false)
        {
            if (moved is null) return false;
            switch (parser.Current)
            {
                case DocumentStart start when documents++ > 0:
                    _report.Add(DiagnosticCodes.OneRule, At(start, 3), "a second document starts here", "keep one rule in one file");
                    return false;
                case DocumentStart or DocumentEnd or StreamStart or StreamEnd:
                    break;
                case NodeEvent or AnchorAlias or MappingEnd or SequenceEnd:
                    if (!Take(parser.Current)) return false;
                    break;
            }
        }

        if (_root is not null and not YamlScalar { IsNull: true }) return true;
        _report.Add(DiagnosticCodes.OneRule, SourceSpan.Start, "the file is empty", "write a rule, or delete the file");
        return false;
    }

    /// <summary>Moves on: true, false at the end, null where the syntax is broken.</summary>
    private bool? Advance(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException broken)
        {
            return Broken(new SourceSpan((int)broken.Start.Line, (int)broken.Start.Column, 1), broken.Message);
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            // The library's scanner runs into states of its own on some malformed texts.
            return Broken(_open.Count > 0 ? _open.Peek().Span with { Line = int.MaxValue } : SourceSpan.Start, "");
        }
    }

    private bool? Broken(SourceSpan at, string parserMessage)
    {
        var open = _open.Reverse().FirstOrDefault(frame => frame.Bracket != '\0' && frame.Span.Line < at.Line);
        if (at.Line == int.MaxValue && _open.Count > 0) at = _open.Peek().Span;
        if (open is null) SyntaxFault.Report(at, parserMessage, _report);
        else _report.Add(DiagnosticCodes.Syntax, open.Span, $"'{open.Bracket}' is not closed", $"add '{(open.Bracket == '[' ? ']' : '}')}' where the {(open.Bracket == '[' ? "list" : "map")} ends");
        return null;
    }

    private bool Take(ParsingEvent next)
    {
        if (next is MappingEnd or SequenceEnd)
        {
            Put(_open.Pop().Close());
            return true;
        }

        if (!Allowed(next)) return false;
        switch (next)
        {
            case MappingStart map:
                _open.Push(new Frame(At(map, 1), isMap: true, map.Style == MappingStyle.Flow ? '{' : '\0'));
                break;
            case SequenceStart list:
                _open.Push(new Frame(At(list, 1), isMap: false, list.Style == SequenceStyle.Flow ? '[' : '\0'));
                break;
            case Scalar scalar:
                Put(new YamlScalar(scalar.Value, StyleOf(scalar.Style), At(scalar, LengthOf(scalar))));
                break;
        }

        return true;
    }

    private bool Allowed(ParsingEvent next)
    {
        if (next is AnchorAlias alias)
        {
            _report.Add(DiagnosticCodes.Alias, At(alias, LengthOf(alias)), "'*' at the start of a value means a YAML alias, which rules do not use",
                "write the value out, or quote it where it starts with '*'");
            return false;
        }

        if (next is NodeEvent { Anchor.IsEmpty: false } anchor)
        {
            _report.Add(DiagnosticCodes.Alias, At(anchor, 1), "'&' at the start of a value means a YAML anchor, which rules do not use",
                "write the value out, or quote it where it starts with '&'");
            return false;
        }

        if (next is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            _report.Add(DiagnosticCodes.Alias, At(tagged, 1), "'!' at the start of a value means a YAML tag, which rules do not use",
                "quote a condition that starts with '!'");
            return false;
        }

        if (_open.Count < DeepestLevel && ++_nodes <= MostNodes) return true;
        _report.Add(DiagnosticCodes.TooDeep, At(next, 1),
            _nodes > MostNodes ? $"more than {MostNodes} values in one file" : $"more than {DeepestLevel} levels of lists and maps",
            "split the file, or remove brackets");
        return false;
    }

    private void Put(YamlNode node)
    {
        if (_open.Count == 0)
        {
            _root = node;
            return;
        }

        _open.Peek().Add(node, _report);
    }

    private static SourceSpan At(ParsingEvent next, int length) => new((int)next.Start.Line, (int)next.Start.Column, Math.Max(1, length));

    private static int LengthOf(ParsingEvent next) => next.Start.Line == next.End.Line ? (int)(next.End.Column - next.Start.Column) : 1;

    private static YamlScalarStyle StyleOf(ScalarStyle style) => style switch
    {
        ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
        ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
        ScalarStyle.Literal or ScalarStyle.Folded => YamlScalarStyle.Block,
        _ => YamlScalarStyle.Plain,
    };

    private sealed class Frame(SourceSpan span, bool isMap, char bracket)
    {
        private readonly List<YamlNode> _items = [];
        private readonly List<YamlEntry> _entries = [];
        private HashSet<string>? _keys;
        private YamlScalar? _key;
        private bool _skipsValue;

        public SourceSpan Span { get; } = span;

        /// <summary>The bracket that opens it; none for a block.</summary>
        public char Bracket { get; } = bracket;

        public YamlNode Close() => isMap ? new YamlMap(_entries, Span) : new YamlList(_items, Span);

        public void Add(YamlNode node, FileReport report)
        {
            if (!isMap) _items.Add(node);
            else if (_skipsValue) _skipsValue = false;
            else if (_key is { } key) AddEntry(key, node);
            else TakeKey(node, report);
        }

        private void AddEntry(YamlScalar key, YamlNode value)
        {
            _entries.Add(new YamlEntry(key, value));
            _key = null;
        }

        private void TakeKey(YamlNode node, FileReport report)
        {
            _key = node as YamlScalar;
            if (_key is not { } key)
            {
                var inner = node.Span;
                var line = report.Source.Line(inner.Line);
                if (inner.Column > 1 && inner.Column <= line.Length && line[inner.Column - 2] == '{' && line[inner.Column - 1] == '{')
                    report.Add(DiagnosticCodes.Syntax, inner with { Column = inner.Column - 1, Length = 2 }, SyntaxFault.UnquotedPlace.Message, SyntaxFault.UnquotedPlace.Remedy);
                else
                    report.Add(DiagnosticCodes.WrongShape, node.Span, $"a key is a word, not {node.Describe()}", "quote a text that starts with '{' or '['");
                _skipsValue = true;
            }
            else if (!IsNew(key.Value))
            {
                report.Add(DiagnosticCodes.DuplicateKey, key.Span, $"the key {Quote.Of(key.Value)} stands here a second time", "keep one of the two");
                _key = null;
                _skipsValue = true;
            }
        }

        private bool IsNew(string key)
        {
            if (_keys is not null) return _keys.Add(key);
            foreach (var entry in _entries)
            {
                if (entry.Key.Value == key) return false;
            }

            if (_entries.Count == 16) _keys = [.. _entries.Select(entry => entry.Key.Value), key];
            return true;
        }
    }
}
