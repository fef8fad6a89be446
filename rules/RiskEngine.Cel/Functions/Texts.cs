using System.Text;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// Text functions that do not count positions.
internal static class Texts
{
    // Go's unicode.IsSpace, which the strings extension trims by.
    private const string Blanks = "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    private static readonly char[] BlankCharacters = Blanks.ToCharArray();

    public static IEnumerable<FunctionEntry> Entries =>
    [
        new("contains", true, Test(CelType.String)) { Two = Contains, Cost = 5 },
        new("startsWith", true, Test(CelType.String)) { Two = StartsWith, Cost = 2 },
        new("endsWith", true, Test(CelType.String)) { Two = EndsWith, Cost = 2 },
        new("matches", true, Test(CelType.String)) { Two = Patterns.Matches, Cost = 50 },
        new("matches", false, Test(CelType.String)) { Two = Patterns.Matches, Cost = 50 },
        new("lowerAscii", true, Text()) { One = static (in a) => Map("lowerAscii", a, Lower), Cost = 5 },
        new("upperAscii", true, Text()) { One = static (in a) => Map("upperAscii", a, Upper), Cost = 5 },
        new("trim", true, Text()) { One = static (in a) => Map("trim", a, static text => text.Trim(BlankCharacters)), Cost = 5 },
        new("reverse", true, Text()) { One = static (in a) => Map("reverse", a, Reverse), Cost = 5 },
        new("strings.quote", false, Text()) { One = static (in a) => Map("strings.quote", a, Quote), Cost = 5 },
        new("format", true, new Signature(CelType.String, [CelType.String, CelType.List(CelType.Dyn)])) { Two = TextFormat.Format, Cost = 20 },
        new("join", true, new Signature(CelType.String, [CelType.List(CelType.String)]),
            new Signature(CelType.String, [CelType.List(CelType.String), CelType.String]))
        { One = static (in a) => Join(a, CelValue.Of("")), Two = Join, Cost = 20 },
        new("replace", true, new Signature(CelType.String, [CelType.String, CelType.String, CelType.String]),
            new Signature(CelType.String, [CelType.String, CelType.String, CelType.String, CelType.Int]))
        { Three = static (in a, in b, in c) => Replace(a, b, c, CelValue.Of(-1L)), Many = Replace, Cost = 20 },
        new("split", true, new Signature(CelType.List(CelType.String), [CelType.String, CelType.String]),
            new Signature(CelType.List(CelType.String), [CelType.String, CelType.String, CelType.Int]))
        { Two = static (in a, in b) => Split(a, b, CelValue.Of(-1L)), Three = Split, Cost = 20 },
    ];

    public static int CodePoints(string text)
    {
        var surrogates = 0;
        foreach (var c in text)
            surrogates += char.IsLowSurrogate(c) ? 1 : 0;
        return text.Length - surrogates;
    }

    public static CelValue Contains(in CelValue a, in CelValue b) => a.Kind == CelKind.String && b.Kind == CelKind.String
        ? CelValue.Of(a.AsString().Contains(b.AsString(), StringComparison.Ordinal))
        : CelError.NoOverload("contains", a.Kind, b.Kind).Pack();

    public static CelValue StartsWith(in CelValue a, in CelValue b) => a.Kind == CelKind.String && b.Kind == CelKind.String
        ? CelValue.Of(a.AsString().StartsWith(b.AsString(), StringComparison.Ordinal))
        : CelError.NoOverload("startsWith", a.Kind, b.Kind).Pack();

    public static CelValue EndsWith(in CelValue a, in CelValue b) => a.Kind == CelKind.String && b.Kind == CelKind.String
        ? CelValue.Of(a.AsString().EndsWith(b.AsString(), StringComparison.Ordinal))
        : CelError.NoOverload("endsWith", a.Kind, b.Kind).Pack();

    private static CelValue Map(string name, in CelValue a, Func<string, string> change) =>
        a.Kind == CelKind.String ? CelValue.Of(change(a.AsString())) : CelError.NoOverload(name, a.Kind).Pack();

    private static string Lower(string text) =>
        string.Create(text.Length, text, static (span, source) => Ascii.ToLowerKeepingOthers(source, span));

    private static string Upper(string text) =>
        string.Create(text.Length, text, static (span, source) => Ascii.ToUpperKeepingOthers(source, span));

    private static string Reverse(string text)
    {
        var target = new StringBuilder(text.Length);
        for (var at = text.Length; at > 0;)
        {
            var width = at >= 2 && char.IsSurrogatePair(text[at - 2], text[at - 1]) ? 2 : 1;
            at -= width;
            target.Append(text, at, width);
        }
        return target.ToString();
    }

    private static string Quote(string text)
    {
        var target = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '\a' => target.Append("\\a"),
                '\b' => target.Append("\\b"),
                '\f' => target.Append("\\f"),
                '\n' => target.Append("\\n"),
                '\r' => target.Append("\\r"),
                '\t' => target.Append("\\t"),
                '\v' => target.Append("\\v"),
                '\\' => target.Append("\\\\"),
                '"' => target.Append("\\\""),
                _ => target.Append(c),
            };
        }
        return target.Append('"').ToString();
    }

    private static CelValue Join(in CelValue a, in CelValue b)
    {
        if (a.Kind != CelKind.List || b.Kind != CelKind.String)
            return CelError.NoOverload("join", a.Kind, b.Kind).Pack();
        var target = new StringBuilder();
        var list = a.AsList();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Kind != CelKind.String)
                return CelError.NoOverload("join", CelKind.List, list[i].Kind).Pack();
            if (i > 0)
                target.Append(b.AsString());
            target.Append(list[i].AsString());
            if (target.Length > Sizes.MaxLength)
                return CelValue.Fail(CelErrorCode.TooLarge);
        }
        return CelValue.Of(target.ToString());
    }

    private static CelValue Replace(CelValue[] arguments) => arguments.Length == 4
        ? Replace(arguments[0], arguments[1], arguments[2], arguments[3])
        : CelError.NoOverload("replace", arguments[0].Kind).Pack();

    private static CelValue Replace(in CelValue a, in CelValue old, in CelValue with, in CelValue limit)
    {
        if (a.Kind != CelKind.String || old.Kind != CelKind.String || with.Kind != CelKind.String || limit.Kind != CelKind.Int)
            return CelError.NoOverload("replace", a.Kind, old.Kind, with.Kind).Pack();
        string source = a.AsString(), pattern = old.AsString(), replacement = with.AsString();
        var left = limit.AsInt() < 0 ? long.MaxValue : limit.AsInt();
        var target = new StringBuilder(source.Length);
        var at = 0;
        for (; left > 0; left--)
        {
            var found = pattern.Length == 0 ? NextGap(source, at, target.Length == 0 && at == 0) : source.IndexOf(pattern, at, StringComparison.Ordinal);
            if (found < 0)
                break;
            target.Append(source, at, found - at).Append(replacement);
            at = found + pattern.Length;
            if (target.Length > Sizes.MaxLength)
                return CelValue.Fail(CelErrorCode.TooLarge);
            if (pattern.Length == 0 && at == source.Length)
                break;
        }
        return CelValue.Of(target.Append(source, at, source.Length - at).ToString());
    }

    // An empty pattern matches before the first character and after each one.
    private static int NextGap(string source, int at, bool first)
    {
        if (first)
            return 0;
        return at + (at + 1 < source.Length && char.IsSurrogatePair(source[at], source[at + 1]) ? 2 : 1);
    }

    private static CelValue Split(in CelValue a, in CelValue b, in CelValue limit)
    {
        if (a.Kind != CelKind.String || b.Kind != CelKind.String || limit.Kind != CelKind.Int)
            return CelError.NoOverload("split", a.Kind, b.Kind, limit.Kind).Pack();
        string source = a.AsString(), separator = b.AsString();
        if (limit.AsInt() == 0)
            return CelValue.Of(CelList.Empty);
        var most = limit.AsInt() < 0 ? long.MaxValue : limit.AsInt();
        if (separator.Length == 0)
            return SplitCharacters(source, most);
        var parts = new List<CelValue>();
        var at = 0;
        while (parts.Count + 1 < most)
        {
            var found = source.IndexOf(separator, at, StringComparison.Ordinal);
            if (found < 0)
                break;
            parts.Add(CelValue.Of(source[at..found]));
            at = found + separator.Length;
        }
        parts.Add(CelValue.Of(source[at..]));
        return Sizes.Bounded(new CelList([.. parts]));
    }

    private static CelValue SplitCharacters(string source, long most)
    {
        var parts = new List<CelValue>();
        for (var at = 0; at < source.Length;)
        {
            var width = at + 1 < source.Length && char.IsSurrogatePair(source[at], source[at + 1]) ? 2 : 1;
            var end = parts.Count + 1 == most ? source.Length : at + width;
            parts.Add(CelValue.Of(source[at..end]));
            at = end;
        }
        return Sizes.Bounded(new CelList([.. parts]));
    }

    private static Signature[] Test(CelType text) => [new(CelType.Bool, [text, text])];

    private static Signature[] Text() => [new(CelType.String, [CelType.String])];
}
