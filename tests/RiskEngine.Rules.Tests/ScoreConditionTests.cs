using RiskEngine.Workbench.RuleTests;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary><c>score("auto", value)</c> in the expressions of rules.</summary>
public sealed class ScoreConditionTests
{
    private static readonly RuleLoader Loader = new(RuleLoadOptions.Default with { Models = [new ThreeSigmaModel(), new TwoChannels()] });

    [Theory]
    [InlineData("score() > 0.9", 8, "RR021: where: score() takes a model and one to 64 numbers of the event, not 0 arguments; write e.g. score(\"auto\", value) >= 0.999")]
    [InlineData("score(\"auto\") > 0.9", 8, "RR021: where: score() takes a model and one to 64 numbers of the event, not 1 argument; write e.g. score(\"auto\", value) >= 0.999")]
    [InlineData("score(auto, value) > 0.9", 14, "RR022: where: the first argument of score() is the name of a model, as a text; write \"auto\" in quotes")]
    [InlineData("score(value, value) > 0.9", 14, "RR022: where: the first argument of score() is the name of a model, as a text; write e.g. score(\"auto\", value) >= 0.999")]
    [InlineData("score(\"autos\", value) > 0.9", 14, "RR035: where: there is no model 'autos'; did you mean 'auto'?")]
    [InlineData("score(\"prophet\", value) > 0.9", 14, "RR035: where: there is no model 'prophet'; models are auto, two")]
    [InlineData("score(\"two\", value) > 0.9", 14, "RR035: where: it takes two channels, not 1; or name another model")]
    [InlineData("score(\"auto\", kind) > 0.9", 22, "RR022: where: score() judges numbers, and this is a text; write value, or a number such as attributes.level")]
    [InlineData("score(\"auto\", vale) > 0.9", 22, "RR021: where: 'vale' is not known here; did you mean 'value'?")]
    [InlineData("score(\"auto\", score(\"auto\", value)) > 0.9", 22,
        "RR021: where: score() judges numbers of the event, not other scores; write a rule of its own for each of the two")]
    [InlineData("score(\"auto\", 1.0 + score(\"auto\", value)) > 0.9", 26,
        "RR021: where: score() judges numbers of the event, not other scores; write a rule of its own for each of the two")]
    [InlineData("true && [1.0, 2.0].exists(x, score(\"auto\", x) > 0.9)", 51,
        "RR021: where: score() judges numbers of the event, and this is a name of the macro around it; write score() outside of the macro")]
    [InlineData("score(\"auto\", value)", 8, "RR022: where: the expression gives a number, and a condition is needed here; compare it with something, e.g. > 20.0")]
    [InlineData("score(\"auto\", value) + 1 > 2.0", 29, "RR022: where: '+' does not take a number and a whole number; write 1.0")]
    public void Wrong_call_is_refused_at_its_place_with_a_remedy(string where, int column, string finding)
    {
        var result = Loader.LoadText("r.yaml", $"id: a-rule\ntitle: A rule\nowner: me\nby: source\non: sensor.gas\nwhere: "
            + $"{where}\ndetect: {{type: threshold}}\ngrades: {{red: '> 3'}}\nclear: {{when: '< 1'}}\n");
        var found = Assert.Single(result.Diagnostics, found => found.Code != "RR107");
        Assert.Equal((6, column, finding), (found.Line, found.Column, $"{found.Code}: {found.Message}; {found.Remedy}"));
    }

    [Fact]
    public void Grades_judge_the_measure_and_say_where_score_belongs()
    {
        var result = Loader.LoadText(
            "r.yaml", "id: a-rule\ntitle: A rule\nby: source\non: sensor.gas\ndetect: {type: threshold}\ngrades: {red: 'score(\"auto\", measure) > 0.9'}\n");
        var found = Assert.Single(result.Diagnostics, found => found.Code == "RR021");
        Assert.Equal("grades.red: score() judges events, and this compares the measure", found.Message);
    }

    [Fact]
    public void Engine_without_models_says_so()
    {
        var result = new RuleLoader().LoadText(
            "r.yaml", "id: a-rule\ntitle: A rule\nby: source\non: sensor.gas\nwhere: score('auto', value) > 0.9\ndetect: {type: threshold}\ngrades: {red: '> 3'}\n");
        var found = Assert.Single(result.Diagnostics, found => found.Code == "RR035");
        Assert.Equal("this engine has no models; compare the value itself", found.Remedy);
    }

    [Fact]
    public void Rule_knows_the_scores_that_it_asks_for_and_its_hash_the_version_of_the_model()
    {
        const string Text = "id: a-rule\ntitle: A rule\nby: source\non: sensor.gas\nwhere: score('auto', value) > 0.9 || score(\"auto\", "
            + " value) < 0.1\ndetect: {type: threshold, measure: 'score(\"two\", value, attributes.level) + score(\"auto\", value)'}\ngrades: {red: '> 3'}\n";
        var rule = Assert.Single(Loader.LoadText("r.yaml", Text).Rules);
        Assert.Equal([("auto", 1, true), ("two", 2, false), ("auto", 1, false)], rule.Scores.Select(call => (call.Model.Name, call.Inputs.Count, call.IsInWhere)));
        var newer = Assert.Single(
            new RuleLoader(RuleLoadOptions.Default with { Models = [new ThreeSigmaModel(), new TwoChannels { Version = "2" }] }).LoadText("r.yaml", Text).Rules);
        Assert.NotEqual(rule.Hash, newer.Hash);
        Assert.Equal(rule.Hash, Assert.Single(Loader.LoadText("r.yaml", Text).Rules).Hash);
    }

    [Theory]
    [InlineData("detect: {type: score, measure: sum(value)}",
        "RR024: detect.measure: sum is an aggregate, and there is no window; add window: {size: 1h, every: 1h} with the times that you mean")]
    [InlineData("detect: {type: score, window: {size: 1h, every: 1h}}", "RR010: measure is missing: the aggregate over the window; add measure: sum(value), or another aggregate")]
    [InlineData("detect: {type: baseline, measure: sum(value), window: 2h}", "RR026: a model judges windows by the clock, "
        + "so that what it learns from comes at even times, and this one has no every; write window: {size: 2h, every: 2h}, or another every")]
    [InlineData("detect: {type: score, inputs: [value], window: {size: 1h, every: 1h}}",
        "RR026: inputs are numbers of single events, and window asks for an aggregate; write measure: sum(value) instead of inputs, or delete window")]
    public void Window_of_a_score_rule_is_checked(string detect, string finding)
    {
        var result = Loader.LoadText("r.yaml", $"id: a-rule\ntitle: A rule\nby: site\non: flow.people\n{detect}\ngrades: {{red: '> 0.9'}}\n");
        Assert.Contains(finding, result.Diagnostics.Select(found => $"{found.Code}: {found.Message}; {found.Remedy}"));
    }

    [Fact]
    public void Model_judges_the_hourly_sum_of_a_site()
    {
        var result = Loader.LoadText("r.yaml", """
            id: a-rule
            title: Many people
            by: site
            on: flow.people
            detect: {type: baseline, measure: sum(value), window: {size: 1h, every: 1h}}
            grades: {orange: ">= 2"}
            tests:
              - name: two doors together
                events:
                  - {source: door-1, value: "10x720, 30x12 every 5m"}
                  - {source: door-2, value: "5x720, 30x12 every 5m"}
                expect: [orange at 61h for district/community/grid/building]
                until: 61h30m
              - name: as ever
                events: [{source: door-1, value: 10x800 every 5m}]
                expect: nothing
            """);
        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics));
        Assert.All(RuleTestRunner.RunAll(result.Documents), test => Assert.True(test.Passed, test.ToString()));
    }

    private sealed record TwoChannels : Core.Scoring.IModel
    {
        public string Name => "two";

        public string Version { get; init; } = "1";

        public string ParameterHash => "0";

        public string? Refuses(int channels) => channels == 2 ? null : $"it takes two channels, not {channels}";

        public Core.Scoring.IScorer Create(int channels) => new ThreeSigmaModel().Create(channels);
    }
}
