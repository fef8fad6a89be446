using RiskEngine.Rules.Diagnostics;
using RiskEngine.Workbench.RuleTests;
using Xunit;

namespace RiskEngine.Rules.Tests;

public sealed class RuleFilesTests : IDisposable
{
    private const string Rule = "title: T\non: sensor.gas\nby: source\ndetect: {type: threshold}\ngrades: {red: '> 5'}\nowner: o\nclear: {when: '< 4'}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("rules").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Folder_gives_all_rules_below_it_by_id()
    {
        Write("b.yaml", "id: b\n" + Rule);
        Write("deep/er/a.yml", "id: a\n" + Rule.Replace("> 5", "> 6", StringComparison.Ordinal));
        Write("mappings/m.yaml", "not: a rule");
        Write(".hidden/h.yaml", "not: a rule");
        Write("readme.md", "not a rule");

        var result = RuleLoader.Load(_folder);

        Assert.Equal(["a", "b"], result.Rules.Select(rule => rule.Id));
        Assert.Equal(2, result.Files);
        Assert.False(result.HasErrors);
    }

    [Fact]
    public void One_bad_file_does_not_hide_the_others()
    {
        Write("a.yaml", "id: a\n" + Rule);
        Write("b.yaml", "id: [");
        Write("c.yaml", "id: c\n" + Rule.Replace("by: source", "by: sauce", StringComparison.Ordinal));

        var result = RuleLoader.Load(_folder);

        Assert.Equal(["a"], result.Rules.Select(rule => rule.Id));
        Assert.Equal(["b.yaml", "c.yaml"], result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => Path.GetFileName(found.File)));
    }

    [Fact]
    public void Two_rules_with_one_id_are_an_error_in_the_second()
    {
        Write("a.yaml", "id: same\n" + Rule);
        Write("b.yaml", "id: same\n" + Rule);

        var found = Assert.Single(RuleLoader.Load(_folder).Diagnostics, found => found.Severity == DiagnosticSeverity.Error);

        Assert.Equal(DiagnosticCodes.DuplicateId.Id, found.Code);
        Assert.EndsWith("b.yaml", found.File, StringComparison.Ordinal);
        Assert.Contains("a.yaml", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_rules_that_always_fire_together_get_a_warning()
    {
        Write("a.yaml", "id: a\n" + Rule);
        Write("b.yaml", "id: b\n" + Rule);

        var result = RuleLoader.Load(_folder);

        Assert.Equal(2, result.Rules.Count);
        Assert.Single(result.Diagnostics, found => found.Code == DiagnosticCodes.SameRule.Id);
    }

    [Fact]
    public void Tests_beside_a_rule_belong_to_it()
    {
        Write("gas.yaml", "id: a\n" + Rule);
        Write("gas.tests.yaml", "tests:\n  - {name: fires, events: [{value: 6}], expect: red at 0s}\n  - {name: quiet, events: [{value: 1}], expect: nothing}\n");

        var result = RuleLoader.Load(_folder);

        Assert.Equal(["fires", "quiet"], Assert.Single(result.Documents).Tests.Select(test => test.Name));
        Assert.Empty(result.Diagnostics);
    }

    [Fact]
    public void Tests_of_a_rule_that_does_not_exist_are_an_error()
    {
        Write("gas.yaml", "id: a\n" + Rule);
        Write("other.tests.yaml", "rule: b\ntests: [{name: quiet, events: [{value: 1}], expect: nothing}]\n");

        var found = Assert.Single(RuleLoader.Load(_folder).Diagnostics, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal(DiagnosticCodes.TestedRule.Id, found.Code);
    }

    [Fact]
    public void Missing_path_is_an_error()
    {
        var found = Assert.Single(RuleLoader.Load(Path.Combine(_folder, "nowhere")).Diagnostics);

        Assert.Equal(DiagnosticCodes.Unreadable.Id, found.Code);
    }

    [Fact]
    public void Huge_file_is_refused_without_reading_it()
    {
        var path = Path.Combine(_folder, "huge.yaml");
        using (var file = File.Create(path)) file.SetLength(100L * 1024 * 1024);

        Assert.Equal(DiagnosticCodes.TooLarge.Id, Assert.Single(RuleLoader.Load(_folder).Diagnostics).Code);
    }

    [Fact]
    public void Holidays_beside_the_rule_count_as_sundays()
    {
        Write("holidays.txt", "# national days\n2026-10-01 # first\n");
        Write("a.yaml", "id: a\n" + Rule + """
            schedule: {days: mon-fri, holidays: holidays.txt}
            tests:
              - name: a holiday
                start: 2026-10-01T12:00:00Z
                events: [{value: 9}]
                expect: nothing
              - name: the day after
                start: 2026-10-02T12:00:00Z
                events: [{value: 9}]
                expect: red at 0s
            """);

        var result = RuleLoader.Load(_folder);

        Assert.Empty(result.Diagnostics);
        Assert.All(RuleTestRunner.RunAll(result.Documents), test => Assert.True(test.Passed, test.ToString()));
    }

    [Fact]
    public void Working_days_at_a_weekend_count_as_the_weekday_beside_them()
    {
        Write("holidays.txt", "zone +08:00\n2026-10-01 holiday National Day\n2026-10-10 workday\n05-01\n");
        Write("a.yaml", "id: a\n" + Rule + """
            schedule: {days: mon-fri, hours: "08:00-18:00", time_zone: Asia/Shanghai, holidays: holidays.txt}
            tests:
              - name: a working Saturday
                start: 2026-10-10T09:00:00+08:00
                events: [{value: 9}]
                expect: red at 0s
              - name: a Saturday like any other
                start: 2026-10-17T09:00:00+08:00
                events: [{value: 9}]
                expect: nothing
              - name: every first of May
                start: 2028-05-01T09:00:00+08:00
                events: [{value: 9}]
                expect: nothing
            """);

        var result = RuleLoader.Load(_folder);

        Assert.Empty(result.Diagnostics);
        Assert.All(RuleTestRunner.RunAll(result.Documents), test => Assert.True(test.Passed, test.ToString()));
    }

    [Fact]
    public void Every_fault_of_a_calendar_is_told_with_its_line()
    {
        Write("holidays.txt", "zone +08:00\n2026-10-1\n\n2026-10-10 workdya\n");
        Write("a.yaml", "id: a\n" + Rule + "schedule: {days: mon-fri, time_zone: Europe/Berlin, holidays: holidays.txt}\n");

        Write("b.yaml", "id: b\n" + Rule.Replace("> 5", "> 6", StringComparison.Ordinal) + "schedule: {days: mon-fri, time_zone: Asia/Shanghai, holidays: holidays.txt}\n");

        Assert.Equal(
            [
                "a.yaml:9:63: RR031: the days of 'holidays.txt' are those of +08:00, and the schedule's of Europe/Berlin; write the time_zone in which those hours are",
                "holidays.txt:2:1: RR031: '2026-10-1' is no day; write e.g. '2026-10-01', or '05-01' for every year",
                "holidays.txt:4:1: RR031: 'workdya' is neither holiday nor workday; write '2026-10-10 holiday', with a name behind it where wanted, "
                    + "or '2026-10-10 workday' for a working day at a weekend",
            ],
            RuleLoader.Load(_folder).Diagnostics.Select(found => found.ToString()[(_folder.Length + 1)..]));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
