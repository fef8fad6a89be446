namespace RiskEngine.Workbench.Inputs;

/// <summary>The words for true and false, in any case. Any other word is neither: what it means is for the mapping to say.</summary>
internal static class CsvBoolean
{
    /// <summary>All of them, for people.</summary>
    public const string Words = "true/false, t/f, yes/no, y/n, on/off, open/closed, 1/0";

    private static readonly string[] True = ["true", "t", "yes", "y", "on", "open", "1", "1.0"];
    private static readonly string[] False = ["false", "f", "no", "n", "off", "closed", "0", "0.0"];

    /// <summary>Reads a word.</summary>
    public static bool TryParse(string word, out bool value)
    {
        value = True.Contains(word, StringComparer.OrdinalIgnoreCase);
        return value || False.Contains(word, StringComparer.OrdinalIgnoreCase);
    }
}
