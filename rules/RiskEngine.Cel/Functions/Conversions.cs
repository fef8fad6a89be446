using System.Globalization;
using System.Text;
using System.Text.Unicode;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// Type conversions: int(), uint(), double(), string(), bytes(), bool(), duration() and timestamp().
internal static class Conversions
{
    public static IEnumerable<FunctionEntry> Entries =>
    [
        To("int", CelType.Int, ToInt, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Timestamp),
        To("uint", CelType.Uint, ToUint, CelType.Uint, CelType.Int, CelType.Double, CelType.String),
        To("double", CelType.Double, ToDouble, CelType.Double, CelType.Int, CelType.Uint, CelType.String),
        To("string", CelType.String, ToText, CelType.String, CelType.Bool, CelType.Int, CelType.Uint, CelType.Double, CelType.Bytes,
            CelType.Timestamp, CelType.Duration),
        To("bytes", CelType.Bytes, ToBytes, CelType.Bytes, CelType.String),
        To("bool", CelType.Bool, ToBool, CelType.Bool, CelType.String),
        To("duration", CelType.Duration, ToDuration, CelType.Duration, CelType.String),
        To("timestamp", CelType.Timestamp, ToTimestamp, CelType.Timestamp, CelType.String, CelType.Int),
    ];

    public static CelValue ToDouble(in CelValue a) => a.Kind switch
    {
        CelKind.Double => a,
        CelKind.Int => CelValue.Of((double)a.AsInt()),
        CelKind.Uint => CelValue.Of((double)a.AsUint()),
        CelKind.String => ParseDouble(a.AsString()),
        _ => CelError.NoOverload("double", a.Kind).Pack(),
    };

    public static CelValue ToText(in CelValue a) => a.Kind switch
    {
        CelKind.String => a,
        CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Double or CelKind.Duration or CelKind.Timestamp => CelValue.Of(ValueText.Display(a)),
        CelKind.Bytes => Decode(a.AsBytes()),
        _ => CelError.NoOverload("string", a.Kind).Pack(),
    };

    private static FunctionEntry To(string name, CelType result, Function1 convert, params CelType[] sources) =>
        new(name, false, [.. sources.Select(source => new Signature(result, [source]))]) { One = convert };

    private static CelValue ToInt(in CelValue a)
    {
        switch (a.Kind)
        {
            case CelKind.Int:
                return a;
            case CelKind.Uint:
                return a.AsUint() > long.MaxValue ? OutOfRange("int") : CelValue.Of((long)a.AsUint());
            case CelKind.Double:
                // Both ends are excluded: they do not survive the way to double and back (language definition, "Overflow").
                return a.AsDouble() is > -9223372036854775808.0 and < 9223372036854775808.0 ? CelValue.Of((long)a.AsDouble()) : OutOfRange("int");
            case CelKind.String:
                return long.TryParse(a.AsString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? CelValue.Of(number)
                    : NotConvertible(a.AsString(), "int");
            case CelKind.Timestamp:
                return CelValue.Of(a.AsTimestampSeconds());
            default:
                return CelError.NoOverload("int", a.Kind).Pack();
        }
    }

    private static CelValue ToUint(in CelValue a)
    {
        switch (a.Kind)
        {
            case CelKind.Uint:
                return a;
            case CelKind.Int:
                return a.AsInt() < 0 ? OutOfRange("uint") : CelValue.Of((ulong)a.AsInt());
            case CelKind.Double:
                return a.AsDouble() is >= 0 and < 18446744073709551616.0 ? CelValue.Of((ulong)a.AsDouble()) : OutOfRange("uint");
            case CelKind.String:
                return ulong.TryParse(a.AsString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? CelValue.Of(number)
                    : NotConvertible(a.AsString(), "uint");
            default:
                return CelError.NoOverload("uint", a.Kind).Pack();
        }
    }

    private static CelValue ParseDouble(string text)
    {
        switch (text.TrimStart('+', '-').ToLowerInvariant())
        {
            case "inf" or "infinity":
                return CelValue.Of(text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
            case "nan":
                return CelValue.Of(double.NaN);
        }
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number))
            return NotConvertible(text, "double");
        return double.IsInfinity(number) ? OutOfRange("double") : CelValue.Of(number);
    }

    private static CelValue Decode(byte[] octets) => Utf8.IsValid(octets)
        ? CelValue.Of(Encoding.UTF8.GetString(octets))
        : CelValue.Fail(CelErrorCode.BadConversion, "invalid UTF-8 in bytes");

    private static CelValue ToBytes(in CelValue a) => a.Kind switch
    {
        CelKind.Bytes => a,
        CelKind.String => CelValue.Of(Encoding.UTF8.GetBytes(a.AsString())),
        _ => CelError.NoOverload("bytes", a.Kind).Pack(),
    };

    private static CelValue ToBool(in CelValue a)
    {
        if (a.Kind == CelKind.Bool)
            return a;
        if (a.Kind != CelKind.String)
            return CelError.NoOverload("bool", a.Kind).Pack();
        return a.AsString() switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => CelValue.Of(true),
            "0" or "f" or "F" or "false" or "FALSE" or "False" => CelValue.Of(false),
            var text => NotConvertible(text, "bool"),
        };
    }

    private static CelValue ToDuration(in CelValue a) => a.Kind switch
    {
        CelKind.Duration => a,
        CelKind.String => TimeNotation.ParseDuration(a.AsString()),
        _ => CelError.NoOverload("duration", a.Kind).Pack(),
    };

    private static CelValue ToTimestamp(in CelValue a) => a.Kind switch
    {
        CelKind.Timestamp => a,
        CelKind.String => TimeNotation.ParseTimestamp(a.AsString()),
        CelKind.Int => TimeNotation.Timestamp(a.AsInt(), 0),
        _ => CelError.NoOverload("timestamp", a.Kind).Pack(),
    };

    private static CelValue OutOfRange(string type) => CelValue.Fail(CelErrorCode.OutOfRange, type switch
    {
        "int" => "the value does not fit an int",
        "uint" => "the value does not fit a uint",
        _ => "the value does not fit a double",
    });

    private static CelValue NotConvertible(string text, string type) =>
        CelValue.Fail(CelErrorCode.BadConversion, $"'{(text.Length <= 40 ? text : text[..40] + "…")}' is not a {type}");
}
