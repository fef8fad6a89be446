using System.Text;
using System.Text.RegularExpressions;

namespace RiskEngine.Core.Secrets;

/// <summary>Takes out of a text what has the shape of a secret: values of secret names, users and passwords in addresses, bearer tokens, private keys.</summary>
/// <remarks>
/// Where a value ends is often in doubt, a password may hold any character: then more is masked rather than less. <see cref="KnownSecrets"/> also takes out secrets without a
/// shape, because it knows them. Masking a masked text changes nothing.
/// </remarks>
public static partial class SecretMask
{
    /// <summary>What is shown instead of a secret.</summary>
    public const string Shown = "***";

    /// <summary>A message, a line of a log, the text of an exception.</summary>
    public static string Text(string text) => Masked(text, SpansIn(text, isConnection: false));

    /// <summary>The value of an option that names servers.</summary>
    /// <remarks>A password ends only where a word of a connection string follows (<c>,ssl=</c>): servers are named before it.</remarks>
    public static string Connection(string value) => Masked(value, SpansIn(value, isConnection: true));

    /// <summary>The value of an option, property or flag.</summary>
    public static string Value(string name, string value) =>
        SecretNames.IsSecret(name) ? Shown : SecretNames.IsConnection(SecretNames.Flags.GetValueOrDefault(name, name)) ? Connection(value) : Text(value);

    /// <summary>A command line, given as the words that the program was started with.</summary>
    public static string CommandLine(IReadOnlyList<string> words) => string.Join(' ', words.Select((word, index) => Word(word, index > 0 ? words[index - 1] : "")));

    /// <summary>A command line that was stored as one text.</summary>
    public static string CommandLine(string stored) => string.Concat(FlagAhead().Split(stored).Select(piece =>
    {
        var flag = LeadingFlag().Match(piece);
        return flag.Success ? flag.Value + Value(flag.Groups["flag"].Value, piece[flag.Length..]) : Text(piece);
    }));

    /// <summary>The secrets that a value holds, without what they stand in.</summary>
    internal static IEnumerable<string> SecretsIn(string value, bool isConnection) => SpansIn(value, isConnection).Select(span => value[span.Start..span.End]);

    private static string Word(string word, string before)
    {
        if (LeadingFlag().Match(word) is { Success: true } flag) return flag.Value + Value(flag.Groups["flag"].Value, word[flag.Length..]);
        return before.StartsWith("--", StringComparison.Ordinal) ? Value(before, word) : Text(word);
    }

    private static string Masked(string text, List<(int Start, int End)> spans)
    {
        if (spans.Count == 0) return text;
        var masked = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end) in spans.Order())
        {
            if (end <= at) continue;
            if (start >= at) masked.Append(text, at, start - at).Append(Shown);
            at = end;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }

    private static List<(int Start, int End)> SpansIn(string text, bool isConnection)
    {
        var spans = new List<(int Start, int End)>();
        foreach (Match match in PrivateKey().Matches(text)) spans.Add((match.Index, match.Index + match.Length));
        foreach (Match match in Bearer().Matches(text)) spans.Add(SpanOf(match.Groups["value"]));
        foreach (Match match in AddressUser().Matches(text)) spans.Add(SpanOf(match.Groups["value"]));
        if (isConnection && LeadingUser().Match(text) is { Success: true } user) spans.Add(SpanOf(user.Groups["value"]));
        var at = 0;
        while (NamedValue().Match(text, at) is { Success: true } named)
        {
            at = named.Index + named.Length;
            if (!SecretNames.IsSecret(named.Groups["name"].Value)) continue;
            var end = EndOfValue(text, at, isConnection ? "" : named.Groups["quote"].Value, isConnection);
            if (end > at) spans.Add((at, end));
            at = Math.Max(at, end);
        }

        return spans;
    }

    private static (int Start, int End) SpanOf(Group group) => (group.Index, group.Index + group.Length);

    private static int EndOfValue(string text, int start, string quote, bool isConnection)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (quote.Length > 0)
            {
                if (text[i] == quote[0] && text[i - 1] != '\\') return i;
                continue;
            }

            if (text[i] == ',' && NextWord().Match(text, i) is { Success: true } next && SecretNames.ConnectionKeywords.Contains(next.Groups["word"].Value)) return i;
            if (!isConnection && (text[i] is '\n' or '\r' or '\'' or '"' or '`' || string.CompareOrdinal(text, i, " --", 0, 3) == 0)) return i;
        }

        return text.Length;
    }

    // name=value, name = 'value', "name": "value"; not a comparison of an expression.
    [GeneratedRegex("""(?<![\w.:\-])(?<name>(?>[\w.:\-]+))(\s*(?<![=!<>~])=(?![=~>])\s*(?<quote>["']?)|"\s*:\s*(?<quote>"))""", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedValue();

    [GeneratedRegex(@"\G,\s*(?<word>[A-Za-z]+)\s*=", RegexOptions.ExplicitCapture)]
    private static partial Regex NextWord();

    [GeneratedRegex("""(?<![\w+.\-])[\w+.\-]+://(?<value>[^\s'"]+)@""", RegexOptions.ExplicitCapture)]
    private static partial Regex AddressUser();

    // user:password@host before the first word of a connection string.
    [GeneratedRegex(@"\A(?!\w+\s*=)(?<value>((?!,\s*[A-Za-z]+\s*=)[\s\S])+)@", RegexOptions.ExplicitCapture)]
    private static partial Regex LeadingUser();

    [GeneratedRegex(@"\b(Bearer|Basic)\s+(?<value>[A-Za-z0-9._~+/=\-]{16,})", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|\z)", RegexOptions.ExplicitCapture)]
    private static partial Regex PrivateKey();

    [GeneratedRegex("(?= --[A-Za-z])")]
    private static partial Regex FlagAhead();

    [GeneratedRegex(@"\A ?(?<flag>--[A-Za-z][\w.\-]*)[ =:]", RegexOptions.ExplicitCapture)]
    private static partial Regex LeadingFlag();
}
