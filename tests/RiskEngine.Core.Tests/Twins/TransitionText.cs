using System.Globalization;
using RiskEngine.Core.Alerts;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Everything that a transition says, one line each; measures to nine digits, as sums may be rounded differently.</summary>
internal static class TransitionText
{
    public static string Of(IEnumerable<AlertTransition> transitions, bool withOffsets = true) => string.Join('\n', transitions.Select(t => Of(t, withOffsets)));

    private static string Of(AlertTransition t, bool withOffsets) => string.Create(CultureInfo.InvariantCulture,
        $"{t.At} {t.Rule.Id}/{t.Key}@{t.Site} {t.Id} {t.State} {t.PreviousGrade}->{t.Grade} {t.Reason} onset "
            + $"{t.Onset} first {t.FirstEvidence} measured {Rounded(t.Measurement.Measure):G9} of {t.Measurement.Count} in "
            + $"{t.Measurement.From}..{t.Measurement.To}{(withOffsets ? $" {t.FirstRecords} {t.Evidence}" : "")}");

    /// <summary>Nearly 0 is 0, and a tenth digit that is 5 with nothing behind it is rounded up, however the sums were rounded.</summary>
    private static double Rounded(double measure) => Math.Abs(measure) < 1e-11 ? 0 : measure * (1 + 1e-12);

    /// <summary>The same with what models found.</summary>
    public static string WithFindings(IEnumerable<AlertTransition> transitions) => string.Join('\n', transitions.Select(t =>
        $"{Of(t, true)} {string.Join(" ", t.Findings.Select(found => $"{found.Asked} {found.Score} {string.Join(",", found.Shares)}"))}"));
}
