using System.Globalization;
using System.Numerics;
using System.Text;

namespace RiskEngine.Cel.Values;

// Doubles as text: shortest form that reads back, and exactly rounded fixed and scientific forms.
internal static class NumberNotation
{
    public const int MaxPrecision = 1000;

    // Positional from 1e-7 up to 1e21, scientific outside (the form of ECMAScript's Number::toString).
    public static string Shortest(double value)
    {
        if (!double.IsFinite(value))
            return NonFinite(value);
        if (value == 0)
            return double.IsNegative(value) ? "-0" : "0";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var (digits, exponent) = Split(text);
        var sign = value < 0 ? "-" : "";
        if (exponent is < -7 or >= 21)
        {
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }
        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        return digits.Length <= exponent + 1
            ? $"{sign}{digits.PadRight(exponent + 1, '0')}"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    public static string Fixed(double value, int precision)
    {
        if (!double.IsFinite(value))
            return NonFinite(value);
        var scaled = Scale(Math.Abs(value), precision).ToString(CultureInfo.InvariantCulture);
        return Place(double.IsNegative(value), scaled, precision);
    }

    public static string Fixed(BigInteger value, int precision) =>
        Place(value.Sign < 0, BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture) + new string('0', precision), precision);

    public static string Scientific(double value, int precision)
    {
        if (!double.IsFinite(value))
            return NonFinite(value);
        var sign = double.IsNegative(value) ? "-" : "";
        var magnitude = Math.Abs(value);
        if (magnitude == 0)
            return $"{sign}{Mantissa("0" + new string('0', precision))}e+00";
        var exponent = (int)Math.Floor(Math.Log10(magnitude));
        var digits = Scale(magnitude, precision - exponent).ToString(CultureInfo.InvariantCulture);
        if (digits.Length != precision + 1)
        {
            // The logarithm was off by one, or rounding carried into a new digit.
            exponent += digits.Length - precision - 1;
            digits = Scale(magnitude, precision - exponent).ToString(CultureInfo.InvariantCulture);
        }
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Mantissa(digits)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static string NonFinite(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static string Mantissa(string digits) => digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";

    private static string Place(bool negative, string scaled, int precision)
    {
        var text = new StringBuilder(scaled.Length + 4);
        if (negative)
            text.Append('-');
        scaled = scaled.PadLeft(precision + 1, '0');
        text.Append(scaled, 0, scaled.Length - precision);
        if (precision > 0)
            text.Append('.').Append(scaled, scaled.Length - precision, precision);
        return text.ToString();
    }

    // value * 10^power, exact, rounded half to even.
    private static BigInteger Scale(double value, int power)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var raw = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFF;
        BigInteger numerator = raw == 0 ? fraction : fraction | (1L << 52);
        var exponent = (raw == 0 ? 1 : raw) - 1075;
        var denominator = BigInteger.One;
        if (power >= 0)
            numerator *= BigInteger.Pow(10, power);
        else
            denominator *= BigInteger.Pow(10, -power);
        if (exponent >= 0)
            numerator <<= exponent;
        else
            denominator <<= -exponent;
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        var twice = (remainder << 1).CompareTo(denominator);
        return twice > 0 || (twice == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    // "1.25E+30", "0.001" and "120" into significant digits and the exponent of the first one.
    private static (string Digits, int Exponent) Split(string text)
    {
        var span = text.AsSpan().TrimStart('-');
        var exponent = 0;
        var e = span.IndexOf('E');
        if (e >= 0)
        {
            exponent = int.Parse(span[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            span = span[..e];
        }
        var point = span.IndexOf('.');
        var whole = point < 0 ? span : span[..point];
        var digits = point < 0 ? span.ToString() : string.Concat(whole, span[(point + 1)..]);
        var leading = digits.Length - digits.TrimStart('0').Length;
        exponent += whole.Length - 1 - leading;
        return (digits.Trim('0'), exponent);
    }
}
