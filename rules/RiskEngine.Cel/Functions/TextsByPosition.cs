using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// Text functions whose positions count Unicode code points.
internal static class TextsByPosition
{
    public static IEnumerable<FunctionEntry> Entries =>
    [
        new("charAt", true, new Signature(CelType.String, [CelType.String, CelType.Int])) { Two = CharAt, Cost = 5 },
        new("indexOf", true, new Signature(CelType.Int, [CelType.String, CelType.String]),
            new Signature(CelType.Int, [CelType.String, CelType.String, CelType.Int]))
        { Two = static (in a, in b) => IndexOf(a, b, CelValue.Of(0L)), Three = IndexOf, Cost = 10 },
        new("lastIndexOf", true, new Signature(CelType.Int, [CelType.String, CelType.String]),
            new Signature(CelType.Int, [CelType.String, CelType.String, CelType.Int]))
        { Two = static (in a, in b) => LastIndexOf(a, b, CelValue.Null), Three = static (in a, in b, in c) => LastIndexOf(a, b, c), Cost = 10 },
        new("substring", true, new Signature(CelType.String, [CelType.String, CelType.Int]),
            new Signature(CelType.String, [CelType.String, CelType.Int, CelType.Int]))
        { Two = static (in a, in b) => Substring(a, b, CelValue.Null), Three = static (in a, in b, in c) => Substring(a, b, c), Cost = 10 },
    ];

    private static CelValue CharAt(in CelValue a, in CelValue b)
    {
        if (a.Kind != CelKind.String || b.Kind != CelKind.Int)
            return CelError.NoOverload("charAt", a.Kind, b.Kind).Pack();
        var text = a.AsString();
        if (!TryUnits(text, b.AsInt(), out var at))
            return OutOfRange(b.AsInt());
        if (at == text.Length)
            return CelValue.Of("");
        return CelValue.Of(text.Substring(at, char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1));
    }

    private static CelValue IndexOf(in CelValue a, in CelValue b, in CelValue from)
    {
        if (a.Kind != CelKind.String || b.Kind != CelKind.String || from.Kind != CelKind.Int)
            return CelError.NoOverload("indexOf", a.Kind, b.Kind, from.Kind).Pack();
        var text = a.AsString();
        if (!TryUnits(text, from.AsInt(), out var start))
            return OutOfRange(from.AsInt());
        return Position(text, text.IndexOf(b.AsString(), start, StringComparison.Ordinal));
    }

    private static CelValue LastIndexOf(in CelValue a, in CelValue b, in CelValue from)
    {
        if (a.Kind != CelKind.String || b.Kind != CelKind.String || from.Kind is not (CelKind.Int or CelKind.Null))
            return CelError.NoOverload("lastIndexOf", a.Kind, b.Kind, from.Kind).Pack();
        string text = a.AsString(), sought = b.AsString();
        var start = text.Length;
        if (from.Kind == CelKind.Int && !TryUnits(text, from.AsInt(), out start))
            return OutOfRange(from.AsInt());
        // A match may start at 'start' and reach past it.
        var length = (int)Math.Min(text.Length, (long)start + sought.Length);
        return Position(text, text.AsSpan(0, length).LastIndexOf(sought, StringComparison.Ordinal));
    }

    private static CelValue Substring(in CelValue a, in CelValue from, in CelValue to)
    {
        if (a.Kind != CelKind.String || from.Kind != CelKind.Int || to.Kind is not (CelKind.Int or CelKind.Null))
            return CelError.NoOverload("substring", a.Kind, from.Kind, to.Kind).Pack();
        var text = a.AsString();
        if (!TryUnits(text, from.AsInt(), out var start))
            return OutOfRange(from.AsInt());
        var end = text.Length;
        if (to.Kind == CelKind.Int && !TryUnits(text, to.AsInt(), out end))
            return OutOfRange(to.AsInt());
        return start > end
            ? CelValue.Fail(CelErrorCode.InvalidArgument, "the start of a substring lies after its end")
            : CelValue.Of(text[start..end]);
    }

    private static CelValue OutOfRange(long position) => CelValue.Fail(CelErrorCode.IndexOutOfRange, null, position);

    private static CelValue Position(string text, int unit)
    {
        if (unit < 0)
            return CelValue.Of(-1L);
        var points = 0L;
        for (var i = 0; i < unit; i++)
            points += char.IsLowSurrogate(text[i]) ? 0 : 1;
        return CelValue.Of(points);
    }

    // UTF-16 offset of a code point position; the end of the text is a valid position.
    private static bool TryUnits(string text, long position, out int unit)
    {
        unit = 0;
        if (position < 0 || position > text.Length)
            return false;
        for (; position > 0 && unit < text.Length; position--)
            unit += char.IsHighSurrogate(text[unit]) && unit + 1 < text.Length ? 2 : 1;
        return position == 0;
    }
}
