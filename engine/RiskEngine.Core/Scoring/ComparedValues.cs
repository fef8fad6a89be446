namespace RiskEngine.Core.Scoring;

/// <summary>What was compared with what at a measurement, told like the finding of a model: it is kept with an open alert and shown by it.</summary>
public static class ComparedValues
{
    private const string Name = "compared";

    /// <summary>The finding of a comparison.</summary>
    /// <param name="source">The device that stands out; empty where none does.</param>
    /// <param name="expected">What the first value was compared with.</param>
    /// <param name="words">The comparison for people; empty where the values say it.</param>
    /// <param name="values">The values by name, the measured one first.</param>
    public static ScoreFinding Of(string source, double expected, string words, params ReadOnlySpan<(string What, double Value)> values)
    {
        var shares = new ScoreShare[values.Length];
        for (var i = 0; i < shares.Length; i++) shares[i] = new ScoreShare(values[i].What, values[i].Value, i == 0 ? words : "");
        return new ScoreFinding(source, Name, "", "", new Score(0, false, expected, double.NaN, double.NaN), shares);
    }

    /// <summary>The comparison among findings; null where there is none.</summary>
    public static ScoreFinding? In(IReadOnlyList<ScoreFinding> findings)
    {
        foreach (var finding in findings)
        {
            if (finding is { Model: Name, Version.Length: 0 }) return finding;
        }

        return null;
    }

    /// <summary>The device that stands out; null where none does.</summary>
    public static string? SourceIn(IReadOnlyList<ScoreFinding> findings) => In(findings) is { Asked.Length: > 0 } finding ? finding.Asked : null;
}
