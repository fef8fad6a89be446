using System.Globalization;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Cases;

/// <summary>Reads series as authors write them: <c>3x10 +0.5, gap 5m, 8x3 every 10s noise 0.2 seed 7</c>.</summary>
internal static class SeriesNotation
{
    private const int MostValues = 100_000;

    private static readonly string[] Options = ["every", "noise", "seed"];

    /// <summary>Whether a text is meant as a series: it says how often.</summary>
    public static bool IsMeant(string text) => $" {text} ".Contains(" every ", StringComparison.Ordinal);

    /// <summary>Whether a text looks like a series that does not say how often: <c>3x10</c>.</summary>
    public static bool LacksInterval(string text)
    {
        var x = text.IndexOf('x', StringComparison.Ordinal);
        return x > 0 && Numbers.TryParse(text.AsSpan(0, x), out _) && text.AsSpan(x + 1).TrimStart() is [>= '0' and <= '9', ..];
    }

    /// <summary>A series that says <c>each 10s</c> or <c>per 10s</c> with the word that is known; null where it says nothing of the kind.</summary>
    public static string? WithEvery(string text)
    {
        foreach (var word in (ReadOnlySpan<string>)["each", "per", "in", "alle", "@"])
        {
            var at = text.LastIndexOf($" {word} ", StringComparison.Ordinal);
            if (at < 0) continue;
            var meant = $"{text[..at]} every {text[(at + word.Length + 2)..]}";
            if (Parse(meant, null, out _) is not null) return meant;
        }

        return null;
    }

    /// <summary>Reads a series.</summary>
    /// <param name="text">As written.</param>
    /// <param name="every">The distance, where it stands beside the text; null where the text says it.</param>
    /// <param name="fault">What is wrong and what to write instead, where the result is null.</param>
    public static SeriesValues? Parse(string text, TimeSpan? every, out (string Message, string Remedy) fault)
    {
        fault = default;
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var end = Array.FindIndex(words, word => Options.Contains(word));
        if (end < 0) end = words.Length;
        double noise = 0;
        var seed = 1;
        for (var i = end; i < words.Length; i += 2)
        {
            var value = i + 1 < words.Length ? words[i + 1] : "";
            if (words[i] == "every" && every is null && Durations.TryParse(value, out var distance) && distance > TimeSpan.Zero) every = distance;
            else if (words[i] == "noise" && Numbers.TryParse(value, out noise) && noise >= 0) continue;
            else if (words[i] == "seed" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed)) continue;
            else
            {
                fault = ($"'{words[i]} {value}' is not understood", "end a series with e.g. every 10s noise 0.2 seed 7");
                return null;
            }
        }

        if (every is not { } interval)
        {
            fault = ("the series does not say how often its values come", "add e.g. every 10s");
            return null;
        }

        if (Runs(string.Join(' ', words[..end]), out fault) is not { } runs) return null;
        if (!runs.TrueForAll(run => double.IsFinite(Math.Abs(run.Value as double? ?? 0) + (Math.Abs(run.Step) * run.Count) + noise)))
        {
            fault = ("the series holds numbers that are too large", "write smaller ones");
            return null;
        }

        if (runs.Sum(run => run.Gap.TotalDays) + (interval.TotalDays * runs.Sum(run => (double)run.Count)) <= Durations.Longest.TotalDays)
            return new SeriesValues(runs, interval, noise, seed);
        fault = ($"the series lasts longer than {Durations.Write(Durations.Longest)}", "write a shorter one");
        return null;
    }

    private static List<SeriesRun>? Runs(string text, out (string Message, string Remedy) fault)
    {
        fault = default;
        var runs = new List<SeriesRun>();
        long count = 0;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (Run(part) is not { } run)
            {
                fault = ($"'{(part.Length > 40 ? part[..40] : part)}' is not understood",
                    "write e.g. 3x10 (ten times 3), 3x10 +0.5 (rising), 3 to 8 x10 (from 3 to 8) or gap 5m");
                return null;
            }

            runs.Add(run);
            count += run.Count;
        }

        if (count is > 0 and <= MostValues) return runs;
        fault = count == 0 ? ("the series holds no value", "write e.g. 3x10 every 10s") : ($"the series holds more than {MostValues} values", "write a shorter one");
        return null;
    }

    private static SeriesRun? Run(string text)
    {
        var words = Cut(text);
        if (words is ["gap", var silence]) return Durations.TryParse(silence, out var gap) && gap > TimeSpan.Zero ? SeriesRun.Silence(gap) : null;
        if (words.Count == 0) return null;
        var value = ValueOf(words[0]);
        var at = 1;
        object? last = null;
        if (at + 1 < words.Count && words[at] == "to")
        {
            last = ValueOf(words[at + 1]);
            if (value is not double || last is not double) return null;
            at += 2;
        }

        var count = 1;
        if (at + 1 < words.Count && words[at] == "x")
        {
            if (!int.TryParse(words[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is 0 or > MostValues) return null;
            at += 2;
        }

        double step = 0;
        if (at < words.Count && last is null && value is double && words[at][0] is '+' or '-')
        {
            if (!Numbers.TryParse(string.Concat(words.Skip(at)), out step)) return null;
            at = words.Count;
        }

        if (at < words.Count || (last is not null && count < 2)) return null;
        if (value is double from && last is double to) step = (to - from) / (count - 1);
        return new SeriesRun(value, step, count);
    }

    /// <summary>Words, with the x of <c>3x10</c> and <c>x10</c> a word of its own.</summary>
    private static List<string> Cut(string text)
    {
        var words = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var x = word.LastIndexOf('x');
            var isCount = x >= 0 && x + 1 < word.Length && word.AsSpan(x + 1).IndexOfAnyExceptInRange('0', '9') < 0;
            var before = isCount ? word[..x] : word;
            if (isCount && (x == 0 || Numbers.TryParse(before, out _) || before is "true" or "false" || before[^1] is '"' or '\''))
            {
                if (x > 0) words.Add(before);
                words.Add("x");
                words.Add(word[(x + 1)..]);
            }
            else
            {
                words.Add(word);
            }
        }

        return words;
    }

    private static object ValueOf(string word)
    {
        if (Numbers.TryParse(word, out var number)) return number;
        if (word is "true" or "false") return word == "true";
        return word.Length > 1 && word[0] is '"' or '\'' && word[^1] == word[0] ? word[1..^1] : word;
    }
}
