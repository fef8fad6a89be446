namespace RiskEngine.Rules.Yaml;

/// <summary>Writes texts as YAML.</summary>
internal static class YamlText
{
    /// <summary>A text in quotes: double ones, or single ones where it holds double quotes or backslashes itself.</summary>
    public static string Quoted(string text) =>
        text.AsSpan().IndexOfAny('"', '\\') < 0 ? $"\"{text}\"" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A text as it is, or in quotes where YAML would read it otherwise.</summary>
    public static string Written(string text)
    {
        var isPlain = text.Length > 0 && !"\"'{}[]>|*&!%@`#,?:- ".Contains(text[0], StringComparison.Ordinal) && text[^1] != ' ' && text[^1] != ':'
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal);
        return isPlain ? text : Quoted(text);
    }

    /// <summary>A text inside a scalar of some style, without the quotes around it.</summary>
    public static string Inside(string text, YamlScalarStyle style) => style switch
    {
        YamlScalarStyle.SingleQuoted => text.Replace("'", "''", StringComparison.Ordinal),
        YamlScalarStyle.DoubleQuoted => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal),
        _ => text,
    };

    /// <summary>Where the comment of a line starts, or its end: a blank and a '#' outside quotes.</summary>
    public static int EndOfContent(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote != '\0') quote = line[i] == quote ? '\0' : quote;
            else if (line[i] is '"' or '\'' && (i == 0 || !char.IsLetterOrDigit(line[i - 1]))) quote = line[i];
            else if (line[i] == '#' && (i == 0 || line[i - 1] is ' ' or '\t')) return line[..i].TrimEnd().Length;
        }

        return line.TrimEnd().Length;
    }

    /// <summary>The brackets and braces of a line that are open at a place, outside quotes; the innermost last.</summary>
    public static string OpenAt(string line, int at)
    {
        var open = "";
        var quote = '\0';
        for (var i = 0; i < Math.Min(at, line.Length); i++)
        {
            if (quote != '\0') quote = line[i] == quote ? '\0' : quote;
            else if (line[i] is '"' or '\'' && (i == 0 || !char.IsLetterOrDigit(line[i - 1]))) quote = line[i];
            else if (line[i] is '{' or '[') open += line[i];
            else if (line[i] is '}' or ']' && open.Length > 0) open = open[..^1];
        }

        return open;
    }
}
