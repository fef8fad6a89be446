using System.Globalization;
using System.Text;

namespace RiskEngine.Workbench.Verifying;

/// <summary>Verdicts as a terminal shows them.</summary>
public static class VerdictText
{
    private const int MostOfAField = 200;

    /// <summary>The verdicts, one or more lines each, and their sum.</summary>
    /// <param name="verdicts">The verdicts.</param>
    /// <param name="withIdentical">Whether those are told one by one that are identical.</param>
    public static string Render(IReadOnlyList<AlertVerdict> verdicts, bool withIdentical)
    {
        var text = new StringBuilder();
        foreach (var verdict in verdicts)
        {
            if (verdict.Outcome == VerifyOutcome.Identical && !withIdentical) continue;
            var alert = verdict.Published;
            text.Append(CultureInfo.InvariantCulture, $"{alert.Id} {alert.Rule} {alert.Key} {alert.At}: {Name(verdict.Outcome)}");
            text.AppendLine(verdict.Reason.Length > 0 ? $": {verdict.Reason}" : "");
            foreach (var field in verdict.Differences)
                text.AppendLine(CultureInfo.InvariantCulture, $"  {field.Field}: published {Short(field.Published)}, derived {Short(field.Derived)}");
        }

        var counts = verdicts.CountBy(verdict => verdict.Outcome).ToDictionary();
        var sums = Enum.GetValues<VerifyOutcome>().Where(counts.ContainsKey)
            .Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{counts[outcome]:N0} {Name(outcome)}"));
        text.AppendLine(CultureInfo.InvariantCulture, $"{verdicts.Count:N0} transitions: {string.Join(", ", sums)}");
        return text.ToString();
    }

    private static string Name(VerifyOutcome outcome) => outcome switch
    {
        VerifyOutcome.Identical => "identical",
        VerifyOutcome.Differs => "differs",
        VerifyOutcome.EvidenceExpired => "evidence expired",
        _ => "needs more",
    };

    private static string Short(string? value) => value is null ? "absent" : value.Length <= MostOfAField ? value : $"{value[..MostOfAField]}…";
}
