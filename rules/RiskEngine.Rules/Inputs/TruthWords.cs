namespace RiskEngine.Rules.Inputs;

/// <summary>The words for true and false, in any case. Any other word is neither: what it means is for the mapping to say.</summary>
public static class TruthWords
{
    /// <summary>All of them, for people.</summary>
    public const string All = "true/false, on/off, yes/no, open/closed, t/f, y/n, 1/0";

    private static readonly string[] True = ["true", "on", "yes", "open", "t", "y", "1", "1.0"];
    private static readonly string[] False = ["false", "off", "no", "closed", "f", "n", "0", "0.0"];

    /// <summary>Reads a word.</summary>
    public static bool TryParse(ReadOnlySpan<char> word, out bool truth)
    {
        truth = IsAmong(True, word);
        return truth || IsAmong(False, word);
    }

    private static bool IsAmong(string[] words, ReadOnlySpan<char> word)
    {
        foreach (var one in words)
        {
            if (word.Equals(one, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
