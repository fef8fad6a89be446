using System.Globalization;

namespace RiskEngine.Rules.Inputs.Csv;

/// <summary>Reads numbers as people write them: decimal comma or point, thousands apart.</summary>
/// <param name="Decimal">What stands before the decimals; null where each number has to show it.</param>
/// <param name="SuspectsPoint">Whether a point may part thousands, as where a semicolon stands between cells: 1.234 is 1234 or not.</param>
public readonly record struct CsvNumbers(char? Decimal, bool SuspectsPoint)
{
    private const int Longest = 60;

    /// <summary>Reads a number.</summary>
    /// <param name="text">The text; white space around it is nothing.</param>
    /// <param name="number">The number.</param>
    /// <param name="fault">Why there is none, to follow a name and a colon.</param>
    public bool TryRead(ReadOnlySpan<char> text, out double number, out string fault)
    {
        number = 0;
        fault = "is a text that is no number";
        text = text.Trim();
        if (text.Length is 0 or > Longest) return false;
        Span<char> digits = stackalloc char[Longest];
        var length = 0;
        var exponent = text.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? text : text[..exponent];
        if (mantissa.Length > 0 && mantissa[0] is '+' or '-' or '\u2212')
        {
            if (mantissa[0] != '+') digits[length++] = '-';
            mantissa = mantissa[1..];
        }

        var point = DecimalOf(mantissa, out var isAmbiguous);
        if (isAmbiguous)
        {
            fault = "may mean thousands or decimals: it has one separator and three digits behind it; say csv.decimal: \".\" or \",\"";
            return false;
        }

        if (!TryWhole(point < 0 ? mantissa : mantissa[..point], point < 0 ? '\0' : mantissa[point], digits, ref length)) return false;
        if (point >= 0)
        {
            var decimals = mantissa[(point + 1)..];
            if (decimals.ContainsAnyExceptInRange('0', '9')) return false;
            digits[length++] = '.';
            decimals.CopyTo(digits[length..]);
            length += decimals.Length;
        }

        if (exponent >= 0)
        {
            text[exponent..].CopyTo(digits[length..]);
            length += text.Length - exponent;
        }

        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits[..length], Plain, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>Where the decimals begin; negative where there are none.</summary>
    private int DecimalOf(ReadOnlySpan<char> text, out bool isAmbiguous)
    {
        isAmbiguous = false;
        if (Decimal is { } stated) return text.IndexOf(stated);
        var last = text.LastIndexOfAny('.', ',');
        if (last < 0) return -1;
        var mark = text[last];
        if (text[..last].Contains(mark)) return -1;
        if (text[..last].ContainsAny('.', ',')) return last;
        var before = text[..last].Trim("'\u2019 \u00A0\u202F");
        var isLikeThousands = text.Length - last == 4 && !text[(last + 1)..].ContainsAnyExceptInRange('0', '9') && before.Length is > 0 and <= 3 && before[0] != '0';
        isAmbiguous = isLikeThousands && (mark == ',' || SuspectsPoint);
        return last;
    }

    /// <summary>Takes in the digits before the decimals, in groups of three or not grouped.</summary>
    private static bool TryWhole(ReadOnlySpan<char> text, char point, Span<char> digits, ref int length)
    {
        var separator = '\0';
        var group = 0;
        foreach (var written in text)
        {
            var letter = written switch { '\u00A0' or '\u202F' => ' ', '\u2019' => '\'', _ => written };
            if (char.IsAsciiDigit(letter))
            {
                group++;
                digits[length++] = letter;
                continue;
            }

            if (letter is not ('.' or ',' or '\'' or ' ') || letter == point) return false;
            if (separator == '\0' ? group is 0 or > 3 : letter != separator || group != 3) return false;
            (separator, group) = (letter, 0);
        }

        return separator == '\0' || group == 3;
    }
}
