using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RiskEngine.Cel.Functions;

// Classes of characters: [...], [:alpha:], \p{L} and \x{...}.
internal sealed partial class PatternTranslation
{
    private void UnicodeClass(char c)
    {
        if (_at < _source.Length && _source[_at] != '{')
        {
            _target.Append('\\').Append(c).Append('{').Append(_source[_at++]).Append('}');
            return;
        }
        var end = _source.IndexOf('}', _at);
        if (end < 0 || _at >= _source.Length)
        {
            _fault = $"\\{c} in a pattern needs a class, e.g. \\{c}{{L}}";
            return;
        }
        var name = _source[(_at + 1)..end];
        _at = end + 1;
        var range = name switch
        {
            "Greek" => "IsGreek",
            "Cyrillic" => "IsCyrillic",
            "Han" => "IsCJKUnifiedIdeographs",
            "Hebrew" => "IsHebrew",
            "Arabic" => "IsArabic",
            _ => name,
        };
        _target.Append('\\').Append(c).Append('{').Append(range).Append('}');
    }

    private void CodePoint()
    {
        var end = _source.IndexOf('}', _at);
        if (end < 0 || !uint.TryParse(_source.AsSpan(_at + 1, end - _at - 1), NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
        {
            _fault = @"\x{...} in a pattern is not a Unicode character";
            return;
        }
        _at = end + 1;
        var text = new Rune(code).ToString();
        _target.Append(text.Length == 2 ? $"(?:{text})" : Regex.Escape(text) is ['\\', ..] escaped ? escaped : $"\\u{code:X4}");
    }

    private void CharacterClass()
    {
        var start = _target.Length;
        _at++;
        var negated = _at < _source.Length && _source[_at] == '^';
        if (negated)
            _at++;
        var first = true;
        while (_at < _source.Length && (first || _source[_at] != ']') && _fault is null)
        {
            first = false;
            ClassItem();
        }
        if (_fault is not null)
            return;
        if (_at >= _source.Length)
        {
            _fault = "a [ in the pattern is not closed";
            return;
        }
        _at++;
        var body = _target.ToString(start, _target.Length - start);
        _target.Length = start;
        _target.Append(negated ? $@"(?:{Pair}|[^{body}\uD800-\uDFFF])" : $"[{body}]");
    }

    private void ClassItem()
    {
        var c = _source[_at];
        if (c == '[' && _at + 1 < _source.Length && _source[_at + 1] == ':')
        {
            PosixClass();
            return;
        }
        if (c == '\\')
        {
            if (_at + 1 >= _source.Length)
                _fault = "a [ in the pattern is not closed";
            else
                ClassEscape();
            return;
        }
        if (char.IsSurrogate(c))
        {
            _fault = "a character above U+FFFF cannot stand inside [...] of a pattern; write (a|b) instead";
            return;
        }
        _target.Append(c is '[' or ']' or '^' ? $"\\{c}" : c.ToString());
        _at++;
    }

    private void PosixClass()
    {
        var end = _source.IndexOf(":]", _at, StringComparison.Ordinal);
        var name = end < 0 ? "" : _source[(_at + 2)..end];
        var ranges = name switch
        {
            "alnum" => "0-9A-Za-z",
            "alpha" => "A-Za-z",
            "ascii" => @"\0-\x7F",
            "blank" => @"\t ",
            "cntrl" => @"\0-\x1F\x7F",
            "digit" => "0-9",
            "graph" => "!-~",
            "lower" => "a-z",
            "print" => " -~",
            "punct" => @"!-/:-@\[-`\{-~",
            "space" => @"\t\n\v\f\r ",
            "upper" => "A-Z",
            "word" => "0-9A-Za-z_",
            "xdigit" => "0-9A-Fa-f",
            _ => null,
        };
        if (ranges is null)
        {
            _fault = $"[:{name}:] is not a class of characters";
            return;
        }
        _target.Append(ranges);
        _at = end + 2;
    }
}
