using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;

namespace RiskEngine.Rules.Linting;

/// <summary>Warnings about alerts that rest on too little, or on more than will ever come.</summary>
internal static class EvidenceLints
{
    /// <summary>Events of these kinds tell that something has changed, not how it is now and then.</summary>
    private static readonly KindPattern[] Changes = [new("access.door"), new("access.gate"), new("access.lock"), new("access.barrier"),
        new("sensor.contact"), new("sensor.door"), new("sensor.window"), new("sensor.valve")];

    public static void Check(ReadRule read)
    {
        Partial(read);
        OnlyChanges(read);
    }

    /// <summary>The rule lets a grade fire on less of a window than its measure needs.</summary>
    private static void Partial(ReadRule read)
    {
        if (read.Detection.Coverage is not { Written: { } written } coverage) return;
        foreach (var (grade, condition) in read.Grades.OrderBy(pair => pair.Key))
        {
            var needs = coverage.Needs(condition);
            if (written >= needs || condition.Condition.ReadsCoverage || coverage.IsMixed) continue;
            var name = grade.ToString().ToLowerInvariant();
            read.Report.Add(DiagnosticCodes.PartialWindow, read.Map.PlaceOf(RuleKeys.Detect),
                $"{name} may fire {(written > 0 ? $"when {Numbers.Write(100 * written)} % of the window is known" : "at the first reading")}, "
                + (needs < 1 ? $"and {read.Rule.Detection.Measure} of so little says little about the whole window"
                    : $"and only of the whole window is it known that {read.Rule.Detection.Measure} is {condition.Condition.Text}"),
                $"write coverage: {Numbers.Write(needs)}, or leave it out");
            return;
        }
    }

    /// <summary>A door reports that it opens, and then nothing until it closes: a second reading never comes.</summary>
    private static void OnlyChanges(ReadRule read)
    {
        if (read.Rule.For <= TimeSpan.Zero || read.Rule.ForReadings < 2 || read.Rule.Detection.Type != "threshold" || read.SaysAtLeast) return;
        if (read.Rule.On.Select(on => on.Text).FirstOrDefault(on => Changes.Any(kind => kind.Matches(on))) is not { } changes) return;
        var time = Durations.Write(read.Rule.For);
        read.Report.Add(DiagnosticCodes.OnlyChanges, read.Map.PlaceOf(RuleKeys.For),
            $"{changes} usually reports changes and nothing in between, and for wants {read.Rule.ForReadings} readings: a single one would never fire",
            $"write for: {{time: {time}, at_least: 1}}, or at_least: 2 where readings are repeated",
            read.Map.Replace(RuleKeys.For, $"{{time: {time}, at_least: 1}}"));
    }
}
