namespace RiskEngine.Cel.Diagnostics;

// "Did you mean": the known name that is the fewest edits away, when it is near enough.
internal static class NearestName
{
    public static string? To(string word, IEnumerable<string> known)
    {
        string? best = null;
        var limit = word.Length <= 4 ? 2 : 1 + (word.Length / 3);
        var bestDistance = limit + 1;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - word.Length) > limit)
                continue;
            var distance = EditDistance.Of(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance >= bestDistance || distance >= word.Length)
                continue;
            (best, bestDistance) = (candidate, distance);
        }
        return best;
    }

    public static string Remedy(string word, IEnumerable<string> known, string otherwise) =>
        To(word, known) is { } near ? $"did you mean '{near}'?" : otherwise;
}
