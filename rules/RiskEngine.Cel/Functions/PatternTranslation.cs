using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace RiskEngine.Cel.Functions;

// RE2 syntax to .NET syntax: ASCII classes, whole code points for '.', end of text for '$', RE2's own escapes.
// Source: "Syntax" page of the RE2 wiki.
internal sealed partial class PatternTranslation
{
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private readonly string _source;
    private readonly StringBuilder _target = new();
    private int _at;
    private bool _multiline;
    private bool _dotAll;
    private string? _fault;

    private PatternTranslation(string source) => _source = source;

    public static bool TryTranslate(string source, [NotNullWhen(true)] out string? translated, [NotNullWhen(false)] out string? fault)
    {
        translated = null;
        fault = null;
        if (IsPlain(source))
        {
            translated = source;
            return true;
        }
        var translation = new PatternTranslation(source);
        translation.Run();
        fault = translation._fault;
        if (fault is not null)
            return false;
        translated = translation._target.ToString();
        return true;
    }

    private static bool IsPlain(string source)
    {
        foreach (var c in source)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '/' or ' ' or ':' or ',' or '^' or '|'))
                return false;
        }
        return true;
    }

    private void Run()
    {
        // Flags set inside a group end with it.
        var flags = new Stack<(bool Multiline, bool DotAll)>();
        while (_at < _source.Length && _fault is null)
        {
            var c = _source[_at];
            switch (c)
            {
                case '\\':
                    Escape();
                    break;
                case '[':
                    CharacterClass();
                    break;
                case '.':
                    _at++;
                    _target.Append(_dotAll ? $@"(?:{Pair}|[^\uD800-\uDFFF])" : $@"(?:{Pair}|[^\n\uD800-\uDFFF])");
                    break;
                case '$':
                    _at++;
                    _target.Append(_multiline ? @"(?m:$)" : @"\z");
                    break;
                case '^':
                    _at++;
                    _target.Append(_multiline ? @"(?m:^)" : @"\A");
                    break;
                case '(':
                    flags.Push((_multiline, _dotAll));
                    if (!Group())
                        flags.Pop();
                    break;
                case ')':
                    _at++;
                    _target.Append(')');
                    if (flags.TryPop(out var outer))
                        (_multiline, _dotAll) = outer;
                    break;
                default:
                    Literal();
                    break;
            }
        }
    }

    private void Literal()
    {
        if (char.IsHighSurrogate(_source[_at]) && _at + 1 < _source.Length)
        {
            // One unit, so that a repetition takes the whole character.
            _target.Append("(?:").Append(_source, _at, 2).Append(')');
            _at += 2;
            return;
        }
        _target.Append(_source[_at] is '#' or ' ' ? $"\\{_source[_at]}" : _source[_at].ToString());
        _at++;
    }

    // False when it was a flag setting without a group of its own, such as (?i).
    private bool Group()
    {
        _at++;
        if (_at >= _source.Length || _source[_at] != '?')
        {
            _target.Append('(');
            return true;
        }
        if (_source.AsSpan(_at).StartsWith("?P<"))
        {
            _target.Append("(?<");
            _at += 3;
            return true;
        }
        if (_source.AsSpan(_at).StartsWith("?<") && _at + 2 < _source.Length && _source[_at + 2] is not ('=' or '!'))
        {
            _target.Append("(?<");
            _at += 2;
            return true;
        }
        return Flags();
    }

    private bool Flags()
    {
        _at++;
        var on = true;
        var ignoreCase = "";
        for (; _at < _source.Length; _at++)
        {
            switch (_source[_at])
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    ignoreCase = on ? "i" : "-i";
                    break;
                case 'm':
                    _multiline = on;
                    break;
                case 's':
                    _dotAll = on;
                    break;
                case ':':
                    _at++;
                    _target.Append("(?").Append(ignoreCase).Append(':');
                    return true;
                case ')':
                    _at++;
                    _target.Append(ignoreCase.Length == 0 ? "" : $"(?{ignoreCase})");
                    return false;
                default:
                    _fault = $"(?{_source[_at]} is not supported in a pattern; flags are i, m and s";
                    return false;
            }
        }
        _fault = "the parentheses of the pattern do not match";
        return false;
    }

    private void Escape()
    {
        if (_at + 1 >= _source.Length)
        {
            _fault = "the pattern ends with a single backslash";
            return;
        }
        var c = _source[_at + 1];
        if (c == 'Q')
        {
            var end = _source.IndexOf(@"\E", _at + 2, StringComparison.Ordinal);
            var quoted = end < 0 ? _source[(_at + 2)..] : _source[(_at + 2)..end];
            _target.Append(Regex.Escape(quoted));
            _at = end < 0 ? _source.Length : end + 2;
            return;
        }
        if (c is 'D' or 'S' or 'W' or 'P')
        {
            var start = _target.Length;
            ClassEscape();
            var negated = _target.ToString(start, _target.Length - start);
            _target.Length = start;
            _target.Append($@"(?:{Pair}|[{negated}-[\uD800-\uDFFF]])");
            return;
        }
        if (c is 'd' or 's' or 'w')
        {
            _target.Append('[');
            ClassEscape();
            _target.Append(']');
            return;
        }
        ClassEscape();
    }

    // The escapes that mean the same inside and outside of [...], written so that they may stand inside.
    private void ClassEscape()
    {
        var c = _source[_at + 1];
        _at += 2;
        switch (c)
        {
            case 'd':
                _target.Append("0-9");
                return;
            case 'w':
                _target.Append("0-9A-Za-z_");
                return;
            case 's':
                _target.Append(@"\t\n\f\r ");
                return;
            case 'D':
                _target.Append(@"\0-/:-\uFFFF");
                return;
            case 'W':
                _target.Append(@"\0-/:-@\[-\^`\{-\uFFFF");
                return;
            case 'S':
                _target.Append(@"\0-\x08\x0B\x0E-\x1F!-\uFFFF");
                return;
            case 'p' or 'P':
                UnicodeClass(c);
                return;
            case 'x' when _at < _source.Length && _source[_at] == '{':
                CodePoint();
                return;
            case 'C':
                _fault = @"\C is not supported in a pattern";
                return;
            case 'b' or 'B' or 'A' or 'z' or 'x' or 'a' or 'f' or 't' or 'n' or 'r' or 'v':
                _target.Append('\\').Append(c);
                return;
            default:
                if (char.IsAsciiLetterOrDigit(c) && c != '0')
                    _fault = $"\\{c} is not supported in a pattern";
                else
                    _target.Append('\\').Append(c);
                return;
        }
    }
}
