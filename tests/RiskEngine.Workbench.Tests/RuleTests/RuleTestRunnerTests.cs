using System.Text;
using RiskEngine.Rules;
using RiskEngine.Workbench.RuleTests;

namespace RiskEngine.Workbench.Tests.RuleTests;

public sealed class RuleTestRunnerTests
{
    private const string Head = """
        id: a-rule
        title: A rule
        on: sensor.gas
        by: source
        detect: {type: threshold}
        grades: {yellow: ">= 10", red: ">= 20"}
        clear: {when: "< 5"}

        """;

    [Fact]
    public void Test_passes_where_exactly_the_expected_changes_happen()
    {
        var result = RunOne("""
            tests:
              - name: rises and falls
                events: [{source: gm-1, value: 0 to 25 x6 every 10s}, {at: 1m, source: gm-1, value: 3}]
                expect: [yellow at 20s for gm-1, red at 40s, {grade: resolved, at: 1m, key: gm-1, reason: cleared}]
            """);

        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void What_differs_is_shown_line_by_line()
    {
        var result = RunOne("""
            tests:
              - name: rises
                events: [{source: gm-1, value: 0 to 25 x6 every 10s}]
                expect: [yellow at 20s, resolved at 50s]
            """);

        Assert.False(result.Passed);
        Assert.Equal(["= yellow at 20s", "- resolved at 50s (line 11)", "+ red at 40s for gm-1 because condition (measure 20)"], result.Lines);
    }

    [Fact]
    public void Nothing_is_expected_where_the_rule_must_stay_quiet()
    {
        var result = RunOne("""
            tests:
              - name: quiet
                events: [{value: 10}]
                expect: nothing
            """);

        Assert.False(result.Passed);
        Assert.Equal(["+ yellow at 0s for source-1 because condition (measure 10)"], result.Lines);
    }

    [Fact]
    public void A_line_that_was_not_expected_can_be_pasted_as_it_stands()
    {
        var result = RunOne("""
            tests:
              - name: pasted
                events: [{value: 10}]
                expect: [yellow at 0s for source-1 because condition (measure 10)]
            """);

        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void A_pasted_line_holds_the_reason_too()
    {
        var result = RunOne("""
            tests:
              - name: another reason
                events: [{value: 10}]
                expect: [yellow at 0s for source-1 because no_data]
            """);

        Assert.False(result.Passed);
        Assert.Equal(["- yellow at 0s for source-1 because no_data (line 11)", "+ yellow at 0s for source-1 because condition (measure 10)"], result.Lines);
    }

    [Fact]
    public void A_quiet_test_that_no_event_reaches_says_so_and_passes()
    {
        var result = RunOne("""
            tests:
              - name: another kind
                events: [{kind: sensor.smoke, value: 25x60 every 10s}]
                expect: nothing
            """);

        Assert.True(result.Passed);
        Assert.True(result.IsVacuous);
        Assert.Equal(["! none of the 60 events reaches the rule: 60 of other kinds"], result.Lines);
    }

    [Fact]
    public void A_quiet_test_that_the_condition_keeps_out_is_a_good_test()
    {
        var result = RunOne("""
            where: attributes.location == "basement"
            tests:
              - name: another place
                events: [{attributes: {location: roof}, value: 25x6 every 10s}]
                expect: nothing
            """);

        Assert.True(result.Passed);
        Assert.False(result.IsVacuous);
        Assert.Empty(result.Lines);
    }

    [Fact]
    public void A_quiet_test_whose_condition_fails_on_every_event_says_so()
    {
        var result = RunOne("""
            where: attributes.location == "basement"
            tests:
              - name: no place
                events: [{value: 25x6 every 10s}]
                expect: nothing
            """);

        Assert.True(result.IsVacuous);
        Assert.Contains(result.Lines, line => line.StartsWith("! none of the 6 events reaches the rule: 6 for which where could not be evaluated", StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_that_fails_outside_the_schedule_says_so()
    {
        var result = RunOne("""
            schedule: {hours: "22:00-23:00"}
            tests:
              - name: at noon
                start: 2026-01-05T12:00:00Z
                events: [{value: 25}]
                expect: red at 0s
            """);

        Assert.False(result.Passed);
        Assert.Equal(["- red at 0s (line 13)", "! none of the 1 events reaches the rule: 1 outside its schedule"], result.Lines);
    }

    [Fact]
    public void Events_after_the_end_are_not_part_of_the_test()
    {
        var result = RunOne("""
            tests:
              - name: cut off
                events: [{at: 10m, value: 10}]
                expect: nothing
                until: 5m
            """);

        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void An_event_that_the_decoder_refuses_fails_the_test()
    {
        var result = RunOne("""
            tests:
              - name: no site
                events: [{site: "a//b", value: 1}]
                expect: nothing
            """);

        Assert.False(result.Passed);
        Assert.StartsWith("! event 1 is no valid event", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbered_places_are_filled_in_every_event()
    {
        var loaded = new RuleLoader().LoadText("rule.yaml", Head + """
            tests:
              - name: many sources
                start: 2026-03-01T22:00:00+08:00
                events:
                  - {at: 1s, source: "s-{n}", id: "e{n}", unit: ppm, value: 1x2 every 1s, attributes: {door: "d{n}", open: true, floor: 3}}
                expect: nothing
            """);

        var events = loaded.Documents[0].Tests[0].Expand();
        Assert.Equal(
            """{"id":"e2","kind":"sensor.gas","source":"s-2","site":"district/community/grid/building","time":"2026-03-01T14:00:02.000Z","value":"""
                + """1,"unit":"ppm","attributes":{"door":"d2","floor":3,"open":true}}""",
            Encoding.UTF8.GetString(events[1].Json.Span));
    }

    [Fact]
    public void Key_of_a_person_is_expected_by_its_plain_name()
    {
        var loaded = new RuleLoader().LoadText("rule.yaml", """
            id: denied
            title: Denied again and again
            on: access.denied
            by: credential
            detect: {type: frequency, window: 10m, count: 3, grade: orange}
            clear: {when: "< 1"}
            tests:
              - name: three in a row
                events: [{attributes: {credential: c-17}, value: true x3 every 1m}]
                expect: [orange at 2m for c-17]
            """);

        var result = RuleTestRunner.RunAll(loaded.Documents)[0];
        Assert.True(result.Passed, result.ToString());
    }

    private static RuleTestResult RunOne(string tests)
    {
        var loaded = new RuleLoader().LoadText("rule.yaml", Head + tests);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics));
        return Assert.Single(RuleTestRunner.RunAll(loaded.Documents));
    }
}
