using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Scoring;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary><c>seasonality</c> of the types <c>score</c> and <c>baseline</c>.</summary>
public sealed class SeasonalityTests
{
    [Theory]
    [InlineData("", Seasonality.Learned)]
    [InlineData(", seasonality: learned", Seasonality.Learned)]
    [InlineData(", seasonality: none", Seasonality.None)]
    [InlineData(", seasonality: daily", Seasonality.Daily)]
    [InlineData(", seasonality: weekly", Seasonality.Weekly)]
    public void Model_is_told_the_rhythm(string more, Seasonality seasonality)
    {
        foreach (var type in new[] { "score", "baseline" })
        {
            var rule = Assert.Single(Load(type, more, new Rhythmic()).Rules);
            Assert.Equal(seasonality, Assert.IsType<Rhythmic>(Assert.IsType<ScoreDetection>(rule.Detection).Model).Seasonality);
        }
    }

    [Fact]
    public void Another_rhythm_makes_another_rule() =>
        Assert.NotEqual(Assert.Single(Load("score", "", new Rhythmic()).Rules).Hash, Assert.Single(Load("score", ", seasonality: daily", new Rhythmic()).Rules).Hash);

    [Fact]
    public void Model_that_takes_no_advice_says_so()
    {
        var found = Assert.Single(Load("score", ", seasonality: daily", new Stubborn()).Diagnostics, found => found.Code != "RR107");
        Assert.Equal("model auto finds its rhythms by itself and takes no seasonality; delete the line, or write model: auto", $"{found.Message}; {found.Remedy}");
        Assert.Equal((5, 39), (found.Line, found.Column));
    }

    private static RuleLoadResult Load(string type, string more, IModel model) => new RuleLoader(RuleLoadOptions.Default with { Models = [model] })
        .LoadText("r.yaml", $"id: a-rule\ntitle: A rule\nby: source\non: flow.people\ndetect: {{type: {type}, measure: value{more}}}\ngrades: {{yellow: '>= 0.9'}}\n");

    /// <summary>A model that takes no advice.</summary>
    private sealed class Stubborn : IModel
    {
        public string Name => "auto";

        public string Version => "1";

        public string ParameterHash => "0";

        public IScorer Create(int channels) => new ThreeSigmaModel().Create(channels);
    }

    /// <summary>A model that takes the advice.</summary>
    private sealed class Rhythmic : IModel
    {
        public Seasonality Seasonality { get; init; }

        public string Name => "auto";

        public string Version => "1";

        public string ParameterHash => $"{Seasonality}";

        public IModel With(Seasonality seasonality) => new Rhythmic { Seasonality = seasonality };

        public IScorer Create(int channels) => new ThreeSigmaModel().Create(channels);
    }
}
