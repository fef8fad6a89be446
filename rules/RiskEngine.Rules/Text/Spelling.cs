using RiskEngine.Cel.Diagnostics;

namespace RiskEngine.Rules.Text;

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
            var distance = EditDistance.Of(Plain(written), Plain(candidate));
            if (distance >= bestDistance) continue;
            bestDistance = distance;
            best = candidate;
        }

        return best;
    }

    private static string Plain(string word) => word.Replace('-', '_').ToLowerInvariant();
}
