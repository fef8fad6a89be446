using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RiskEngine.Rules.Yaml;

/// <summary>Reads the one document of a file into nodes that know their places.</summary>
/// <remarks>Bounded in depth and entries; anchors, aliases and tags are refused, so no input grows beyond its own size.</remarks>
internal sealed class YamlReader
{
    private const int DeepestLevel = 24;
    private const int MostNodes = 50_000;
    private const int MostRepairs = 12;
    private const int LongestRepaired = 64 * 1024;

    private readonly FileReport _report;
    private readonly Stack<Frame> _open = new();
    private YamlNode? _root;
    private int _nodes;

    private IReadOnlyList<SyntaxFault> _faults = [];

    private YamlReader(FileReport report) => _report = report;

    /// <summary>The root node; null where there is none or the syntax is broken, which is then reported.</summary>
    /// <remarks>Where it is plain how the syntax was meant, the rest is read as if it were written so: one slip does not hide the others.</remarks>
    public static YamlNode? Read(FileReport report)
    {
        Repair([.. ForeignSigns.FindInvisible(report.Source), .. ForeignSigns.FindWideColons(report.Source)], report);
        for (var round = 0; ; round++)
        {
            var reader = new YamlReader(report);
            if (reader.Run()) return reader._root;
            if (reader._faults.Count == 0 || round == MostRepairs || report.Source.Text.Length > LongestRepaired || !Repair(reader._faults, report)) return null;
        }
    }

    /// <summary>Reports faults and mends them; false where it is not plain how.</summary>
    private static bool Repair(IReadOnlyList<SyntaxFault> faults, FileReport report)
    {
        if (faults.Count == 0) return false;
        var repaired = report.Repaired ?? new RepairedText(report.Source);
        foreach (var fault in faults)
            report.Add(DiagnosticCodes.Syntax, repaired.ToOriginal(fault.At), fault.Message, fault.Remedy, [.. fault.Edits.Select(repaired.ToOriginal)]);
        var edits = faults.SelectMany(fault => fault.Edits).ToArray();
        if (edits.Length == 0) return false;
        report.Repaired = repaired;
        repaired.Apply(edits);
        return true;
    }

    private bool Run()
    {
        var parser = new Parser(new StringReader(Text.Text));
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
            return Broken(_open.Count > 0 ? _open.Peek().Written with { Line = int.MaxValue } : SourceSpan.Start, "");
        }
    }

    private bool? Broken(SourceSpan at, string parserMessage)
    {
        var open = _open.Reverse().FirstOrDefault(frame => frame.Bracket != '\0' && frame.Written.Line < at.Line);
        if (at.Line == int.MaxValue && _open.Count > 0) at = _open.Peek().Written;
        var foreign = open is null ? [] : ForeignSigns.Find(Text);
        _faults = open is null || foreign.Count > 0 ? SyntaxFault.Explain(at, parserMessage, Text, _report.Keys) : [LineStructure.OpenBracket(open.Written, open.Bracket, Text)];
        if (_faults.All(fault => fault.Edits.Length == 0)) Report(_faults);
        return null;
    }

    private void Report(IReadOnlyList<SyntaxFault> faults)
    {
        foreach (var fault in faults) _report.Add(DiagnosticCodes.Syntax, Placed(fault.At), fault.Message, fault.Remedy);
        _faults = [];
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
                _open.Push(new Frame(At(map, 1), Raw(map), isMap: true, map.Style == MappingStyle.Flow ? '{' : '\0'));
                break;
            case SequenceStart list:
                _open.Push(new Frame(At(list, 1), Raw(list), isMap: false, list.Style == SequenceStyle.Flow ? '[' : '\0'));
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
            return Unused(alias, '*', "alias", LengthOf(alias));
        }

        if (next is NodeEvent { Anchor.IsEmpty: false } anchor)
        {
            return Unused(anchor, '&', "anchor", 1);
        }

        if (next is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            return Unused(tagged, '!', "tag", 1);
        }

        if (_open.Count < DeepestLevel && ++_nodes <= MostNodes) return true;
        _report.Add(DiagnosticCodes.TooDeep, At(next, 1),
            _nodes > MostNodes ? $"more than {MostNodes} values in one file" : $"more than {DeepestLevel} levels of lists and maps",
            "split the file, or remove brackets");
        return false;
    }

    /// <summary>Signs that YAML has and rules have not; mostly the value only lacks its quotes.</summary>
    private bool Unused(ParsingEvent next, char sign, string name, int length)
    {
        var at = Raw(next);
        var line = Text.Line(at.Line);
        var start = at.Column - 1;
        var quoted = start < line.Length && line[start] == sign && line.AsSpan(start).IndexOfAny("(.\"'") > 0
            ? YamlText.Quoted(line[start..UnquotedValue.EndOf(line, start)]) : null;
        _report.Add(DiagnosticCodes.Alias, At(next, length), $"'{sign}' at the start of a value means a YAML {name}, which rules do not use",
            quoted is null ? "write the value out" : $"write {quoted} where it is a text or a condition, else write the value out",
            quoted is null || _report.Repaired is not null ? null : [new TextEdit(at.Line, at.Column, UnquotedValue.EndOf(line, start) - start, quoted)]);
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

    private SourceText Text => _report.Repaired?.Current ?? _report.Source;

    private SourceSpan Placed(SourceSpan at) => _report.Repaired?.ToOriginal(at) ?? at;

    private static SourceSpan Raw(ParsingEvent next) => new((int)next.Start.Line, (int)next.Start.Column, 1);

    private SourceSpan At(ParsingEvent next, int length) => Placed(Raw(next) with { Length = Math.Max(1, length) });

    private static int LengthOf(ParsingEvent next) => next.Start.Line == next.End.Line ? (int)(next.End.Column - next.Start.Column) : 1;

    private static YamlScalarStyle StyleOf(ScalarStyle style) => style switch
    {
        ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
        ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
        ScalarStyle.Literal or ScalarStyle.Folded => YamlScalarStyle.Block,
        _ => YamlScalarStyle.Plain,
    };

    private sealed class Frame(SourceSpan span, SourceSpan written, bool isMap, char bracket)
    {
        private readonly List<YamlNode> _items = [];
        private readonly List<YamlEntry> _entries = [];
        private HashSet<string>? _keys;
        private YamlScalar? _key;
        private bool _skipsValue;

        public SourceSpan Span { get; } = span;

        /// <summary>Its place in the text as it is read, mended or not.</summary>
        public SourceSpan Written { get; } = written;

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
                {
                    var fault = UnquotedValue.Quoting(inner.Line, line, inner.Column - 2, UnquotedValue.EndOf(line, inner.Column - 2), UnquotedValue.StartsWithPlace);
                    report.Add(DiagnosticCodes.Syntax, fault.At, fault.Message, fault.Remedy, fault.Edits);
                }
                else
                    report.Add(DiagnosticCodes.WrongShape, node.Span, $"a key is a word, not {node.Describe()}", "quote a text that starts with '{' or '['");
                _skipsValue = true;
            }
            else if (!IsNew(key.Value))
            {
                if (StartsItem(key, report)) return;
                var first = _entries.Find(entry => entry.Key.Value == key.Value).Key?.Span.Line;
                report.Add(DiagnosticCodes.DuplicateKey, key.Span, $"the key {Quote.Of(key.Value)} stands here a second time, after line {first}", "keep one of the two");
                _key = null;
                _skipsValue = true;
            }
        }

        /// <summary>The first key of a list's item stands in it again: its hyphen is missing, and a new item begins.</summary>
        private bool StartsItem(YamlScalar key, FileReport report)
        {
            var line = report.Source.Line(key.Span.Line);
            var above = _entries.Count > 0 ? report.Source.Line(_entries[0].Key.Span.Line) : "";
            if (Bracket != '\0' || _entries[0].Key.Value != key.Value || key.Span.Column < 3
                || line.AsSpan(0, key.Span.Column - 1).ContainsAnyExcept(' ') || !above.TrimStart().StartsWith("- ", StringComparison.Ordinal))
            {
                return false;
            }

            report.Add(DiagnosticCodes.DuplicateKey, key.Span, $"the key {Quote.Of(key.Value)} stands here a second time, "
                + $"after line {_entries[0].Key.Span.Line}, as if a new item began", $"write '- {key.Value}:' where a new one begins, else keep one of the two",
                [new TextEdit(key.Span.Line, key.Span.Column - 2, 2, "- ")]);
            _entries.Clear();
            _keys = null;
            return true;
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
