using RiskEngine.Core.Detection.Types.Outlier;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Linting;

/// <summary>Warnings: what is legal and unwise in one rule.</summary>
internal static class Lints
{
    /// <param name="read">The rule.</param>
    /// <param name="reportingIntervals">How often sources of a kind usually report, by kind pattern.</param>
    public static void Check(ReadRule read, IReadOnlyDictionary<string, TimeSpan> reportingIntervals)
    {
        NoClear(read);
        ClearNever(read);
        EffectLints.Check(read);
        EvidenceLints.Check(read);
        LimitLints.Check(read);
        UnreachableGrades(read);
        ClearOverlap(read);
        RecoveryLints.Check(read);
        ShortWindow(read, reportingIntervals);
        EmptyPlaces(read);
        NoOwner(read);
    }

    private static void NoClear(ReadRule read)
    {
        if (read.Map.Has(RuleKeys.Clear) || read.Rule.KeepFiringFor > TimeSpan.Zero || read.Rule.Detection.EndsByItself || RecoveryLints.LeavesLowest(read)) return;
        var at = read.Map.PlaceOf(RuleKeys.Grades);
        var clear = ClearAdvice.WithDistance(read) is { } when ? $"clear: {{when: \"{when}\", for: 2m}}" : "clear: {for: 2m}";
        read.Report.Add(DiagnosticCodes.NoClear, at, "without clear the alert ends at the first better measurement, and flaps when the measure hovers around a threshold",
            $"add e.g. {clear}, with a number and a time that suit what is measured", at.Column == 1 ? TextEdit.Insert(at.Line, 1, $"{clear}\n") : null);
    }

    /// <summary>A clear condition that no measurement fulfils: the alert would stay open for ever.</summary>
    private static void ClearNever(ReadRule read)
    {
        if (read.Clear is not { Holds: { } clears } clear || !clears.Intersect(read.Detection.Range).IsEmpty) return;
        var instead = ClearAdvice.PartOf(clear.Condition.Text, read) ?? ClearAdvice.WithDistance(read);
        read.Report.Add(DiagnosticCodes.ClearNever, clear.Span, $"clear.when never holds, so the alert would never end: the measure takes no such value{RangeOf(read)}",
            instead is null ? "check the comparison and the number, or leave when out" : $"write e.g. \"{instead}\", or leave when out",
            instead is null || clear.Span.Length < 2 ? null : TextEdit.Replace(clear.Span, YamlText.Quoted(instead)));
    }

    /// <summary>The numbers that the measure takes, behind a colon; nothing where it takes all.</summary>
    public static string RangeOf(ReadRule read) => read.Detection.Range.Bounds is not var (low, high) || (double.IsInfinity(low) && double.IsInfinity(high)) ? ""
        : double.IsInfinity(high) ? $", it is {Numbers.Write(low)} or more"
        : double.IsInfinity(low) ? $", it is {Numbers.Write(high)} or less" : $", it goes from {Numbers.Write(low)} to {Numbers.Write(high)}";

    /// <summary>A grade is hidden where graver ones hold for all its numbers, or where the measure never takes them.</summary>
    private static void UnreachableGrades(ReadRule read)
    {
        var graver = NumberSet.Of();
        foreach (var grade in GradesReader.All.Reverse())
        {
            if (!read.Grades.TryGetValue(grade, out var condition) || condition.Holds is not { } holds) continue;
            var name = grade.ToString().ToLowerInvariant();
            if (holds.IsEmpty && read.Report.HasFound(DiagnosticCodes.Constant)) continue;
            if (holds.Intersect(read.Detection.Range).IsEmpty)
            {
                read.Report.Add(DiagnosticCodes.UnreachableGrade, condition.Span, $"grades.{name} never holds: the measure takes no such value{RangeOf(read)}",
                    read.Detection.OutOfRange ?? "check the comparison and the number");
            }
            else if (holds.Intersect(read.Detection.Range).Except(graver).IsEmpty)
            {
                read.Report.Add(DiagnosticCodes.UnreachableGrade, condition.Span,
                    $"grades.{name} is never reached: whenever its condition holds, that of a graver grade holds as well",
                    $"give {name} a condition that holds earlier than those of the graver grades");
            }

            graver = graver.Union(holds);
        }
    }

    private static void ClearOverlap(ReadRule read)
    {
        if (read.Clear is not { Holds: { } clears } clear) return;
        foreach (var grade in GradesReader.All)
        {
            if (!read.Grades.TryGetValue(grade, out var condition) || condition.Holds is not { } holds) continue;
            if (holds.Intersect(clears).Intersect(read.Detection.Range).IsEmpty) continue;
            read.Report.Add(DiagnosticCodes.ClearOverlap, clear.Span, $"clear.when holds for values that still reach {grade.ToString().ToLowerInvariant()}",
                ClearAdvice.Exact(read) is { } exact ? $"write \"{exact}\", or a number further away from the grades" : "clear on the other side of the lowest threshold",
                clear.Span.Length > 1 && ClearAdvice.Exact(read) is { } instead ? TextEdit.Replace(clear.Span, YamlText.Quoted(instead)) : null);
            return;
        }
    }

    private static void ShortWindow(ReadRule read, IReadOnlyDictionary<string, TimeSpan> reportingIntervals)
    {
        if (read.Detection.Window is not { } window) return;
        TimeSpan? usual = null;
        foreach (var (pattern, interval) in reportingIntervals.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (read.Rule.On.Any(on => on.Text == pattern || new KindPattern(pattern).Matches(on.Text)) && !(usual > interval)) usual = interval;
        }

        usual ??= ReportingInterval.Of(read.Tests);
        if (usual is not { } every || window >= every) return;
        read.Report.Add(DiagnosticCodes.ShortWindow, read.Map.PlaceOf(RuleKeys.Detect),
            $"the window of {Durations.Write(window)} is shorter than the {Durations.Write(every)} between two readings of a source, so it mostly holds one or none",
            $"write a window of {Durations.Write(every * 3)} or more");
    }

    private static void EmptyPlaces(ReadRule read)
    {
        foreach (var key in MessageKeys.All.Where(read.Map.Has))
        {
            if (read.Map.Node(key) is YamlScalar scalar) EmptyPlaces(read, scalar, MessageKeys.Of(read.Rule, key));
            if (read.Map.Node(key) is not YamlMap languages) continue;
            foreach (var entry in languages.Entries)
            {
                if (entry.Value is YamlScalar sentence) EmptyPlaces(read, sentence, MessageKeys.Of(read.Rule, key, entry.Key.Value));
            }
        }
    }

    private static void EmptyPlaces(ReadRule read, YamlScalar scalar, MessageTemplate? message)
    {
        foreach (var name in message?.UsedNames.Distinct() ?? [])
        {
            if (WhyEmpty(name, read) is not { } reason) continue;
            read.Report.Add(DiagnosticCodes.EmptyPlace, MessageReader.PlaceOf(scalar, name, read.Report), $"the message names {name}, but {reason.Why}", reason.Remedy);
        }
    }

    private static (string Why, string Remedy)? WhyEmpty(string name, ReadRule read) => name switch
    {
        "unit" when read.Rule.Unit.Length == 0 => ("the rule has no unit", "add the key unit, or take the name out"),
        "source" when !read.Rule.By.IsOfOneSource && read.Rule.Detection is not OutlierDetection => ($"the rule is evaluated by {read.Rule.By}, not by source", "write {{ key }}"),
        "site" when read.Rule.By.First.Kind == KeyKind.Area => ($"the rule is evaluated by {read.Rule.By}, which holds many sites", "write {{ key }}"),
        "threshold" when read.Grades.Values.All(condition => double.IsNaN(condition.Condition.Threshold)) =>
            ("no grade compares with a plain number", "take the name out, or write grades such as \">= 5\""),
        _ => null,
    };

    private static void NoOwner(ReadRule read)
    {
        if (read.Rule.Owner is not null) return;
        read.Report.Add(DiagnosticCodes.NoOwner, read.Map.PlaceOf(RuleKeys.Id), "nobody is named who answers for the rule", "add owner: a team or an address");
    }
}
