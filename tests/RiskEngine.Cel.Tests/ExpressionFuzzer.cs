using System.Text;

namespace RiskEngine.Cel.Tests;

/// <summary>Makes expressions that are almost right: valid ones, mutated and crossed. Seeded.</summary>
internal sealed class ExpressionFuzzer(int seed)
{
    private static readonly string[] Corpus =
    [
        "value > 20.0 && attributes.location == \"indoor\"",
        "measure * 1.8 + 32.0 >= 100.0 || !online",
        "count % 7 == 3 && count - 1 > -5 && -count < 10",
        "source in ['gm-1', 'gm-2', \"gm-3\"] ? measure : 0.0",
        "has(attributes.owner) && attributes.owner.startsWith('a')",
        "attributes['room'] == 'x' || 'room' in attributes",
        "time.getHours('Europe/Rome') >= 22 || time.getDayOfWeek('+02:00') == 0",
        "time - timestamp('2026-01-01T00:00:00Z') > duration('1h30m')",
        "source.matches('^gm-[0-9]+(a|b)*$') && source.size() < 10",
        "[1, 2u, 3.5, 'a', b'\\xff', null, true].exists(x, x == measure)",
        "{'a': [1, 2], 2: {'b': 3.0}}['a'].map(x, x > 1, x * 2).filter(y, y != 4) == []",
        "[3, 2, 1].all(i, v, i + v == 3) && {'k': 1}.transformMap(k, v, v + 1).k == 2",
        "'%s is %.2f (%d) %x'.format([source, measure, count, 255]) == ''",
        "math.greatest(measure, 1.0, count) > math.least([1, 2]) && math.round(measure) == 3.0",
        "'a,b'.split(',').join('-').replace('a', 'b', 1).upperAscii() == 'B-B'",
        "int('42') + int(2.5) == 44 && double('1e3') > 5.0 && string(1.5) == r'1.5'",
        "type(value) == double && type(dyn(1)) != uint && google.protobuf.Duration == type(duration('0'))",
        "'''multi\nline''' + \"\"\"x\"\"\" != 'é💧\\u00e9\\101' // note\n && 0x1F == 31",
        "[[1], [2]].exists_one(r, r[0] == 2) && [1][0] / 1 == 1 && {}.a.b.`c d` == 1",
        "math.bitAnd(6, 3) == 2 && 'tacocat'.substring(1, 3).charAt(0).indexOf('a', 0) == 0",
    ];

    private static readonly string[] Scraps =
    [
        "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "!", "-", "+", "*", "/", "%", "&&", "||", "==", "!=", "<", ">=", " in ", "'", "\"", "`",
        "\\", "'''", "r'", "b'", "0x", "1e999", "9223372036854775808", "18446744073709551616", "u", "e", "null", "true", "x", "value", "measure",
        "attributes", "has(", ".all(x, ", ".map(x, ", ".exists(i, v, ", ".matches('", "duration('", "\u0000", "\ud800", "é", "💧", "\n", "//",
        "\\u12", "\\U0011ffff", "%s", "for", "in", "_", "[0]", ".a", "size(", "-9223372036854775808", "(?i)", "[[:alpha:]]", "{2,3}", "$",
    ];

    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder(Pick(Corpus));
        for (var left = _random.Next(4); left >= 0; left--)
            Mutate(text);
        return text.ToString(0, Math.Min(text.Length, 2_000));
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private void Mutate(StringBuilder text)
    {
        var at = _random.Next(text.Length + 1);
        switch (_random.Next(7))
        {
            case 0:
                text.Insert(at, Pick(Scraps));
                break;
            case 1:
                text.Remove(at, Math.Min(_random.Next(1, 6), text.Length - at));
                break;
            case 2:
                var length = Math.Min(_random.Next(1, 4), text.Length - at);
                text.Remove(at, length).Insert(at, Pick(Scraps));
                break;
            case 3:
                var part = text.ToString(at, Math.Min(_random.Next(20), text.Length - at));
                text.Insert(_random.Next(text.Length + 1), part);
                break;
            case 4:
                text.Insert(at, Pick(Corpus));
                break;
            case 5:
                var other = Pick(Corpus);
                text.Length = at;
                text.Append(other, _random.Next(other.Length), 0).Append(other.AsSpan(_random.Next(other.Length)));
                break;
            default:
                text.Insert(0, '(').Append(')').Append(Pick([" && ", " || ", " == ", " + ", ".", "?1:"])).Append(Pick(Corpus));
                break;
        }
    }
}
