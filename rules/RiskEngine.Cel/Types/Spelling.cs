namespace RiskEngine.Cel.Types;

// "Did you mean": the known name that is the fewest edits away, when it is near enough.
internal static class Spelling
{
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        var limit = word.Length <= 4 ? 2 : 1 + (word.Length / 3);
        var bestDistance = limit + 1;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - word.Length) > limit)
                continue;
            var distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance >= bestDistance || distance >= word.Length)
                continue;
            (best, bestDistance) = (candidate, distance);
        }
        return best;
    }

    public static string Remedy(string word, IEnumerable<string> known, string otherwise) =>
        Nearest(word, known) is { } near ? $"did you mean '{near}'?" : otherwise;

    // Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, substitution);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }
            (before, previous, current) = (previous, current, before);
        }
        return previous[b.Length];
    }
}
