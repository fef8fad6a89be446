using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Yaml;

/// <summary>Finds where a part of a scalar's text stands in the file, so that a caret points into expressions and messages.</summary>
internal static class ScalarPlace
{
    /// <summary>The place of <paramref name="length"/> characters from <paramref name="offset"/> of the scalar's value.</summary>
    public static SourceSpan Within(SourceText source, YamlScalar scalar, int offset, int length)
    {
        if (scalar.Style == YamlScalarStyle.Block) return WithinBlock(source, scalar, offset, length);
        var line = source.Line(scalar.Span.Line);
        var at = scalar.Span.Column - 1;
        if (scalar.Style != YamlScalarStyle.Plain) at++;
        if (scalar.Span.Length == 1 && scalar.Value.Length > 1) return scalar.Span;

        var start = at;
        for (var i = 0; i < offset && start < line.Length; i++) start = Next(line, start, scalar.Style);
        var end = start;
        for (var i = 0; i < Math.Max(1, length) && end < line.Length; i++) end = Next(line, end, scalar.Style);
        return new SourceSpan(scalar.Span.Line, start + 1, Math.Max(1, end - start));
    }

    private static int Next(string line, int at, YamlScalarStyle style) => style switch
    {
        YamlScalarStyle.SingleQuoted when line[at] == '\'' => at + 2,
        YamlScalarStyle.DoubleQuoted when line[at] == '\\' => at + EscapeLength(line, at),
        _ => at + 1,
    };

    private static int EscapeLength(string line, int at) => at + 1 >= line.Length ? 1 : line[at + 1] switch
    {
        'x' => 4,
        'u' => 6,
        'U' => 10,
        _ => 2,
    };

    /// <summary>Lines of a block follow its header; a folded block has blanks for its line ends, so lengths stay equal.</summary>
    private static SourceSpan WithinBlock(SourceText source, YamlScalar scalar, int offset, int length)
    {
        var number = scalar.Span.Line + 1;
        var first = source.Line(number);
        var indent = first.Length - first.TrimStart(' ').Length;
        var left = offset;
        for (; number < scalar.Span.Line + 1000; number++)
        {
            var body = Math.Max(0, source.Line(number).Length - indent);
            if (left <= body) break;
            left -= body + 1;
        }

        return new SourceSpan(number, indent + left + 1, Math.Max(1, length));
    }
}
