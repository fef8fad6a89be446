using System.Text;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Desk;
using Xunit;

namespace RiskEngine.Rules.Tests.Desk;

public sealed class DeskLoaderTests
{
    private const string Whole =
        """
        causes:
          fire: [smoke-*, heat-high]
          gas: gas-*
        incidents: {level: grid, levels: {fire: building}, within: 1h, linger: 2m, wait: 10s, picture: 1s}
        silences:
          - id: lift-works
            match: {rules: lift-*, areas: [huaxi/c12/], sources: "l-3*", labels: {team: lifts}, at_most: yellow}
            from: 2026-11-21T10:00:00Z
            to: 2026-11-21T18:00:00+02:00
            by: lift desk
            why: cables
          - {id: nights, match: {causes: fire}, from: 2026-11-21T10:00:00Z, schedule: {hours: "22:00-06:00", time_zone: Asia/Shanghai}, by: x, why: y}
        inhibit:
          - {id: main, source: {rules: main-*}, target: {rules: [flat-*]}, equal: community, at_most: 2h}
        budget: {level: community, notifications: 40, shifts: ["14:00", "06:00"], time_zone: Asia/Shanghai}
        escalation:
          from: yellow
          steps: [{after: 5m, to: leader}, {after: 10m, to: head, sink: pager}]
        corroborate:
          - {cause: gas, level: building, with: {rules: door-*}, against: {rules: gauge-*}, within: 10m, families: 3, raise_to: red}
        remember: 2h
        longest_shelf: 1d
        most_alerts: 1000
        """;

    [Fact]
    public void A_file_that_has_everything_is_read_as_it_says()
    {
        var policy = Load(Whole, out var found);

        Assert.Equal("", found);
        Assert.Equal(2, policy.AreaDepth);
        Assert.Equal(["fire: smoke-* heat-high", "gas: gas-*"], policy.Causes.Select(cause => $"{cause.Name}: {string.Join(' ', cause.Rules)}"));
        Assert.Equal((3, 4, 3), (policy.Incidents.Depth, policy.Incidents.DepthFor("fire"), policy.Incidents.DepthFor("gas")));
        Assert.Equal(
            (TimeSpan.FromHours(1), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1)),
            (policy.Incidents.Within, policy.Incidents.Linger, policy.Incidents.Wait, policy.Incidents.Picture));
        var (works, nights) = (policy.Silences[0], policy.Silences[1]);
        Assert.Equal(("lift-works", "lift desk", "cables", TimeSpan.FromHours(6)), (works.Id, works.By, works.Why, works.To - works.From));
        Assert.Equal(["huaxi/c12"], works.Match.Areas);
        Assert.Equal((Grade.Yellow, "lifts"), (works.Match.AtMost, works.Match.Labels["team"]));
        Assert.Null(nights.To);
        Assert.True(nights.HoldsAt(Time("2026-11-21T15:00:00Z")));
        Assert.False(nights.HoldsAt(Time("2026-11-21T23:00:00Z")));
        Assert.Equal(("main", 2, TimeSpan.FromHours(2)), (policy.Inhibitions[0].Id, policy.Inhibitions[0].Depth, policy.Inhibitions[0].AtMost));
        Assert.Equal((2, 40), (policy.Budget!.Depth, policy.Budget.Notifications));
        Assert.Equal(Time("2026-11-21T22:00:00Z"), policy.Budget.EndAfter(Time("2026-11-21T06:00:00Z")));
        Assert.Equal(Grade.Yellow, policy.Escalation!.From);
        Assert.Equal([new EscalationStep(TimeSpan.FromMinutes(5), "leader", null), new EscalationStep(TimeSpan.FromMinutes(10), "head", "pager")], policy.Escalation.Steps);
        var borne = policy.Corroborations[0];
        Assert.Equal(("gas", 4, 3, Grade.Red), (borne.Cause, borne.Depth, borne.Families, borne.RaiseTo));
        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.FromDays(1), 1000), (policy.Remember, policy.LongestShelf, policy.MostAlerts));
    }

    [Theory]
    [InlineData("incidents: {level: district}", "desk.yaml:1:20: RD001: incidents.level 'district' is larger than the areas of the desk, a community each; "
        + "write community or a smaller level, or set Desk:AreaLevel to district")]
    [InlineData("incidents: {level: bilding}",
        "desk.yaml:1:20: RD001: incidents.level 'bilding' is no level of the site path: district, community, grid, building; did you mean 'building'?")]
    [InlineData("silences: [{id: a, match: {rules: x}, from: 2026-11-21T10:00:00Z, by: b, why: c}]",
        "desk.yaml:1:39: RD002: the silence has no end; add to: with the time at which it ends, or a schedule for hours that recur")]
    [InlineData("silences: [{id: a, match: {rules: x}, from: 2026-11-21T10:00:00Z, to: 2026-11-21T10:00:00Z, by: b, why: c}]",
        "desk.yaml:1:67: RD002: the silence ends before it starts; write a later time")]
    [InlineData("silences: [{id: a, match: {at_most: red}, from: 2026-11-21T10:00:00Z, to: 2026-11-22T10:00:00Z, by: b, why: c}]",
        "desk.yaml:1:27: RD003: silences[1].match means every alert; add rules, areas, sources, causes or labels; rules: \"*\" for all")]
    [InlineData("escalation: {steps: [{after: 5m, to: a}, {after: 5m, to: b}]}",
        "desk.yaml:1:43: RD004: the step does not come after the one before; write the steps in order of time")]
    [InlineData("inhibit: [{id: a, source: {rules: x}, target: {rules: y}, equal: grid}, {id: a, source: {rules: x}, target: {rules: y}, equal: grid}]",
        "desk.yaml:1:78: RD005: the id 'a' stands above too; give each an id of its own")]
    [InlineData("silences: [{id: a, match: {rules: x}, from: today, to: 2026-11-22T10:00:00Z, by: b, why: c}]",
        "desk.yaml:1:45: RD006: silences[1].from 'today' is no time; write e.g. 2026-11-21T10:00:00Z or 2026-11-21T18:00:00+08:00")]
    [InlineData("remember: 5 minuts", "desk.yaml:1:11: RR012: remember '5 minuts' is not a duration; write 5m")]
    [InlineData("escalations: {}", "desk.yaml:1:1: RR008: *")]
    [InlineData("budget: {notifications: 0}", "desk.yaml:1:25: RR017: *")]
    [InlineData("budget: {notifications: 5, shifts: [noon]}", "desk.yaml:1:37: RR031: budget.shifts 'noon' is no time of day; write e.g. \"06:00\"")]
    [InlineData("inhibit: {id: a}", "desk.yaml:1:10: RR011: *")]
    [InlineData("causes: [fire]", "desk.yaml:1:9: RR011: *")]
    [InlineData("corroborate: [{with: {rules: x}}]", "desk.yaml:1:16: RR010: *")]
    public void What_is_wrong_is_told_with_its_place_and_remedy(string text, string expected)
    {
        var policy = Load(text, out var found);

        Assert.StartsWith("default", policy.Hash);
        if (expected.EndsWith('*')) Assert.StartsWith(expected[..^1], found);
        else Assert.Equal(expected, found);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        Load("incidents: {level: district, within: 5}\nremember: x\nbudget: {}\n", out var found);

        Assert.Equal(4, found.Split('\n').Length);
    }

    [Fact]
    public void The_shipped_file_has_no_faults()
    {
        var result = Loader().Load(Path.Combine(Repository.Root, "rules", "desk", "desk.yaml"));

        Assert.Empty(result.Diagnostics);
        Assert.NotEmpty(result.Policy.Causes);
    }

    [Fact]
    public void The_shipped_file_says_what_every_shipped_rule_is_about_unless_its_first_word_does()
    {
        var policy = Loader().Load(Path.Combine(Repository.Root, "rules", "desk", "desk.yaml")).Policy;
        var packs = Path.Combine(Repository.Root, "rules", "packs");
        string?[] rules =
        [
            .. Directory.EnumerateFiles(packs, "*.yaml", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension),
            BlindAreas.RuleWith(() => true).Id, SilentProducers.Rule.Id,
        ];
        var patterns = policy.Causes.SelectMany(cause => cause.Rules).ToArray();

        Assert.DoesNotContain(patterns, pattern => !rules.Any(rule => AlertMatcher.Fits(pattern, rule!)));
        Assert.Equal("fire", CausePolicy.Of("several-hazards", new Dictionary<string, string>(), policy.Causes));
        Assert.Equal("flood", CausePolicy.Of("several-hazards", new Dictionary<string, string> { ["cause"] = "flood" }, policy.Causes));
        Assert.Equal("freezer", CausePolicy.Of("freezer-warm", new Dictionary<string, string>(), policy.Causes));
    }

    [Fact]
    public void The_page_has_every_code()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "desk.md"));
        Assert.Equal(DeskCodes.All.Select(code => $"| {code.Id} | {code.Title} |"), page.Split('\n').Where(line => line.StartsWith("| RD", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_page_names_every_key_of_the_file()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "desk.md"));
        Assert.All(DeskKeys.Desk.Keys.Concat(DeskKeys.IncidentKeys.Keys).Concat(DeskKeys.MatchKeys.Keys).Concat(DeskKeys.StepKeys.Keys).Concat(DeskKeys.CorroborationKeys.Keys),
            key => Assert.Contains(key.Name, page, StringComparison.Ordinal));
    }

    private static DeskLoader Loader() => new(RuleLoadOptions.Default.AreaLevels, DeskLoader.DefaultLevel);

    private static DeskPolicy Load(string text, out string found)
    {
        var result = Loader().LoadBytes("desk.yaml", Encoding.UTF8.GetBytes(text));
        found = string.Join('\n', result.Diagnostics.Select(diagnostic => diagnostic.ToString()));
        return result.Policy;
    }

    private static EventTime Time(string text) => EventTime.From(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}
