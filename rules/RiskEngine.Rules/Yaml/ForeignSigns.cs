using System.Text.RegularExpressions;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Yaml;

/// <summary>Finds signs of other keyboards and word processors where YAML wants its own: full-width punctuation, curly quotes, no-break blanks, invisible signs.</summary>
internal static partial class ForeignSigns
{
    private const int MostLines = 2_000;

    private const string Blanks = "\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000";

    private const string Invisible = "\u200B\u2060\uFEFF\u00AD";

    private static readonly Dictionary<char, string> Meant = new()
    {
        ['：'] = ":", ['，'] = ",", ['｛'] = "{", ['｝'] = "}", ['［'] = "[", ['］'] = "]", ['＂'] = "\"", ['＇'] = "'", ['“'] = "\"", ['”'] = "\"", ['„'] = "\"",
        ['«'] = "\"", ['»'] = "\"", ['‘'] = "'", ['’'] = "'", ['－'] = "-", ['–'] = "-", ['—'] = "-",
    };

    /// <summary>Signs that no eye sees; they are wrong anywhere.</summary>
    public static IReadOnlyList<SyntaxFault> FindInvisible(SourceText source)
    {
        if (source.Text.AsSpan().IndexOfAny(Invisible) < 0) return [];
        var found = new List<SyntaxFault>();
        for (var number = 1; number <= Math.Min(source.LineCount, MostLines) && found.Count < 20; number++)
        {
            var line = source.Line(number);
            for (var i = 0; i < line.Length; i++)
            {
                if (Invisible.Contains(line[i], StringComparison.Ordinal))
                    found.Add(new SyntaxFault(
                        new SourceSpan(number, i + 1, 1), $"an invisible sign (U+{(int)line[i]:X4}) stands here", "delete it", new TextEdit(number, i + 1, 1, "")));
            }
        }

        return found;
    }

    /// <summary><c>{yellow：">= 10"}</c>: inside braces a full-width colon breaks nothing, and makes one key of key and value.</summary>
    public static IReadOnlyList<SyntaxFault> FindWideColons(SourceText source)
    {
        var found = new List<SyntaxFault>();
        if (!source.Text.Contains('：', StringComparison.Ordinal)) return found;
        for (var number = 1; number <= Math.Min(source.LineCount, MostLines) && found.Count < 20; number++)
        {
            var line = source.Line(number);
            var match = WideColon().Match(line);
            if (!match.Success || !KeyBeforeBrace().IsMatch(line) || YamlText.OpenAt(line, match.Groups["colon"].Index) is not [.., '{']) continue;
            var colon = match.Groups["colon"].Index;
            var hasBlank = colon + 1 < line.Length && line[colon + 1] == ' ';
            found.Add(new SyntaxFault(new SourceSpan(number, colon + 1, 1), "full-width signs stand here: ：", "write : instead, with a blank after the colon",
                new TextEdit(number, colon + 1, 1, hasBlank ? ":" : ": ")));
        }

        return found;
    }

    /// <summary>Signs that break the structure, one fault for each line.</summary>
    public static IReadOnlyList<SyntaxFault> Find(SourceText source)
    {
        var found = new List<SyntaxFault>();
        int? block = null;
        for (var number = 1; number <= Math.Min(source.LineCount, MostLines) && found.Count < 50; number++)
        {
            var line = source.Line(number);
            var indent = line.Length - line.TrimStart().Length;
            if (indent == line.Length || indent > block) continue;
            block = BlockStart().IsMatch(line) ? indent : null;
            if (FindBlanks(number, line, indent) is { } blanks) found.Add(blanks);
            if (FindPunctuation(number, line) is { } punctuation) found.Add(punctuation);
        }

        return found;
    }

    private static SyntaxFault? FindBlanks(int number, string line, int indent)
    {
        var edits = new List<TextEdit>();
        for (var i = 0; i < indent; i++)
        {
            if (Blanks.Contains(line[i], StringComparison.Ordinal)) edits.Add(new TextEdit(number, i + 1, 1, " "));
        }

        if (edits.Count > 0)
            return new SyntaxFault(new SourceSpan(number, edits[0].Column, edits.Count), "no-break blanks stand in the indentation, which look like blanks and are none",
                "delete the start of this line and type the blanks anew", [.. edits]);
        var match = BlankAfterColon().Match(line);
        if (!match.Success) return null;
        var blank = match.Groups["blank"];
        return new SyntaxFault(new SourceSpan(number, blank.Index + 1, 1), "a no-break blank stands after the colon, which looks like a blank and is none",
            "delete it and type a blank", new TextEdit(number, blank.Index + 1, blank.Length, " "));
    }

    private static SyntaxFault? FindPunctuation(int number, string line)
    {
        var edits = new List<TextEdit>();
        var at = Dash(number, line, edits);
        at = Colon(number, line, at, edits);
        var rest = line.AsSpan(at);
        var value = at + (rest.Length - rest.TrimStart().Length);
        if (value < line.Length && line[value] is '“' or '„' or '＂' or '‘' or '＇' or '«') Quotes(number, line, value, edits);
        else if (value < line.Length && (line[value] is '｛' or '［' || line.AsSpan(value).IndexOfAny("{[") >= 0)) Brackets(number, line, value, edits);
        if (edits.Count == 0) return null;
        var signs = string.Join(' ', edits.Select(edit => line[edit.Column - 1]).Distinct());
        var wanted = string.Join(' ', edits.Select(edit => Meant[line[edit.Column - 1]]).Distinct());
        var kind = edits.TrueForAll(edit => line[edit.Column - 1] is >= '\uFF00' and <= '\uFFEF') ? "full-width signs" : "signs that YAML does not know";
        return new SyntaxFault(new SourceSpan(number, edits[0].Column, 1), $"{kind} stand here: {signs}",
            edits.Exists(edit => edit.Text == ": ") ? $"write {wanted} instead, with a blank after the colon" : $"write {wanted} instead", [.. edits]);
    }

    private static int Dash(int number, string line, List<TextEdit> edits)
    {
        var match = ForeignDash().Match(line);
        if (match.Success) edits.Add(new TextEdit(number, match.Groups["dash"].Index + 1, 1, "-"));
        return match.Success ? match.Length : 0;
    }

    private static int Colon(int number, string line, int start, List<TextEdit> edits)
    {
        var match = KeyAndColon().Match(line, start);
        if (!match.Success) return start;
        var colon = match.Groups["colon"];
        if (colon.Value == "：")
        {
            var hasBlank = colon.Index + 1 < line.Length && line[colon.Index + 1] == ' ';
            edits.Add(new TextEdit(number, colon.Index + 1, 1, hasBlank || colon.Index + 1 == line.Length ? ":" : ": "));
        }

        return colon.Index + 1;
    }

    private static void Quotes(int number, string line, int open, List<TextEdit> edits)
    {
        var close = line.AsSpan(open + 1).IndexOfAny("”“＂’‘＇»");
        if (close < 0) return;
        edits.Add(new TextEdit(number, open + 1, 1, Meant[line[open]]));
        edits.Add(new TextEdit(number, open + close + 2, 1, Meant[line[open]]));
    }

    private static void Brackets(int number, string line, int start, List<TextEdit> edits)
    {
        var quote = '\0';
        for (var i = start; i < line.Length; i++)
        {
            if (quote != '\0') quote = line[i] == quote ? '\0' : quote;
            else if (line[i] is '"' or '\'') quote = line[i];
            else if (line[i] is '｛' or '｝' or '［' or '］') edits.Add(new TextEdit(number, i + 1, 1, Meant[line[i]]));
            else if (line[i] is '，' or '：') edits.Add(new TextEdit(number, i + 1, 1, i + 1 < line.Length && line[i + 1] == ' ' ? Meant[line[i]] : Meant[line[i]] + " "));
            else if (line[i] is '“' or '”' or '„' or '＂') edits.Add(new TextEdit(number, i + 1, 1, "\""));
        }
    }

    [GeneratedRegex(@"[{,]\s*[a-z_]+(?<colon>：)", RegexOptions.CultureInvariant)]
    private static partial Regex WideColon();

    [GeneratedRegex(@"^\s*(- +)*([a-z_]+: *)?\{", RegexOptions.CultureInvariant)]
    private static partial Regex KeyBeforeBrace();

    [GeneratedRegex(@":\s+[|>][-+]?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex BlockStart();

    [GeneratedRegex(@"^\s*(- +)*[A-Za-z_]+:(?<blank>[\u00A0\u2000-\u200A\u202F\u205F\u3000]+)", RegexOptions.CultureInvariant)]
    private static partial Regex BlankAfterColon();

    [GeneratedRegex(@"^ *(?<dash>[–—－]) +", RegexOptions.CultureInvariant)]
    private static partial Regex ForeignDash();

    [GeneratedRegex(@"\G\s*(- +)*[A-Za-z_]+(?<colon>[:：])", RegexOptions.CultureInvariant)]
    private static partial Regex KeyAndColon();
}
