namespace RiskEngine.Rules.Diagnostics;

/// <summary>Finds what an author probably meant.</summary>
internal static class Spelling
{
    /// <summary>The nearest of the candidates, if it is near enough to be a slip of the hand.</summary>
    public static string? Nearest(string written, IEnumerable<string> candidates)
    {
        if (written.Length is 0 or > 40) return null;
        string? best = null;
        var bestDistance = (written.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(Plain(written), Plain(candidate));
            if (distance >= bestDistance) continue;
            bestDistance = distance;
            best = candidate;
        }

        return best;
    }

    private static string Plain(string word) => word.Replace('-', '_').ToLowerInvariant();

    /// <summary>Damerau 1964, with neighbours swapped counted once (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var now = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                now[j] = Math.Min(Math.Min(last[j] + 1, now[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = Math.Min(now[j], before[j - 2] + 1);
            }

            (before, last, now) = (last, now, before);
        }

        return last[b.Length];
    }
}
