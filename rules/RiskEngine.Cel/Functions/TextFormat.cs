using System.Globalization;
using System.Numerics;
using System.Text;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// The function format (cel-spec, doc/extensions/strings.md).
internal static class TextFormat
{
    public static CelValue Format(in CelValue template, in CelValue arguments)
    {
        if (template.Kind != CelKind.String || arguments.Kind != CelKind.List)
            return CelError.NoOverload("format", template.Kind, arguments.Kind).Pack();
        var source = template.AsString();
        var values = arguments.AsList();
        var text = new StringBuilder(source.Length + 16);
        var next = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '%')
            {
                text.Append(source[i]);
                continue;
            }
            if (!Clause(source, ref i, out var precision, out var verb))
                return Bad($"the format '{source}' ends inside a % clause or has a bad precision");
            if (verb == '%')
            {
                text.Append('%');
                continue;
            }
            if (!"sdfexXob".Contains(verb))
                return Bad($"could not parse formatting clause: unrecognized formatting clause \"{verb}\"");
            if (next >= values.Count)
                return CelValue.Fail(CelErrorCode.IndexOutOfRange, null, next);
            if (!Append(text, verb, precision, values[next]))
                return Bad($"error during formatting: %{verb} cannot format {KindNames.Of(values[next].Kind)}");
            next++;
            if (text.Length > Sizes.MaxLength)
                return CelValue.Fail(CelErrorCode.TooLarge);
        }
        return CelValue.Of(text.ToString());
    }

    private static CelValue Bad(string message) => CelValue.Fail(CelErrorCode.InvalidArgument, message);

    private static bool Clause(string source, ref int i, out int precision, out char verb)
    {
        precision = -1;
        verb = '\0';
        i++;
        if (i < source.Length && source[i] == '.')
        {
            var start = ++i;
            while (i < source.Length && char.IsAsciiDigit(source[i]))
                i++;
            if (i == start || i - start > 4)
                return false;
            precision = int.Parse(source.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture);
            if (precision > NumberNotation.MaxPrecision)
                return false;
        }
        if (i >= source.Length)
            return false;
        verb = source[i];
        return true;
    }

    private static bool Append(StringBuilder text, char verb, int precision, in CelValue value) => verb switch
    {
        's' => ValueText.Append(text, value),
        'd' => AppendDecimal(text, value),
        'f' => AppendFloat(text, value, precision < 0 ? 6 : precision, scientific: false),
        'e' => AppendFloat(text, value, precision < 0 ? 6 : precision, scientific: true),
        'x' => AppendHex(text, value, "x"),
        'X' => AppendHex(text, value, "X"),
        'o' => AppendBase(text, value, 8),
        _ => value.Kind == CelKind.Bool ? Appended(text, value.AsBool() ? "1" : "0") : AppendBase(text, value, 2),
    };

    private static bool Appended(StringBuilder text, string part)
    {
        text.Append(part);
        return true;
    }

    private static bool AppendDecimal(StringBuilder text, in CelValue value) => value.Kind switch
    {
        CelKind.Int or CelKind.Uint => ValueText.Append(text, value),
        CelKind.Double when !double.IsFinite(value.AsDouble()) => ValueText.Append(text, value),
        _ => false,
    };

    private static bool AppendFloat(StringBuilder text, in CelValue value, int precision, bool scientific)
    {
        switch (value.Kind)
        {
            case CelKind.Double:
                return Appended(text, scientific ? NumberNotation.Scientific(value.AsDouble(), precision) : NumberNotation.Fixed(value.AsDouble(), precision));
            case CelKind.Int or CelKind.Uint when scientific:
                return Appended(text, NumberNotation.Scientific(value.Kind == CelKind.Int ? value.AsInt() : value.AsUint(), precision));
            case CelKind.Int or CelKind.Uint:
                return Appended(text, NumberNotation.Fixed(Whole(value), precision));
            default:
                return false;
        }
    }

    private static BigInteger Whole(in CelValue value) => value.Kind == CelKind.Int ? value.AsInt() : value.AsUint();

    private static bool AppendHex(StringBuilder text, in CelValue value, string style)
    {
        switch (value.Kind)
        {
            case CelKind.Int or CelKind.Uint:
                var whole = Whole(value);
                text.Append(whole.Sign < 0 ? "-" : "");
                text.Append(((ulong)BigInteger.Abs(whole)).ToString(style, CultureInfo.InvariantCulture));
                return true;
            case CelKind.String or CelKind.Bytes:
                var octets = value.Kind == CelKind.String ? Encoding.UTF8.GetBytes(value.AsString()) : value.AsBytes();
                return Appended(text, style == "x" ? Convert.ToHexStringLower(octets) : Convert.ToHexString(octets));
            default:
                return false;
        }
    }

    private static bool AppendBase(StringBuilder text, in CelValue value, int radix)
    {
        if (value.Kind is not (CelKind.Int or CelKind.Uint))
            return false;
        var whole = Whole(value);
        var rest = (ulong)BigInteger.Abs(whole);
        Span<char> digits = stackalloc char[64];
        var at = digits.Length;
        do
        {
            digits[--at] = (char)('0' + (int)(rest % (ulong)radix));
            rest /= (ulong)radix;
        }
        while (rest != 0);
        text.Append(whole.Sign < 0 ? "-" : "").Append(digits[at..]);
        return true;
    }
}
