using System.Text.Json;
using RiskEngine.Bench;
using RiskEngine.Cli.Commands;
using RiskEngine.Service.Benching;

namespace RiskEngine.Cli.Tests.Commands;

public sealed class EngineBenchmarkTests
{
    [Fact]
    public void Result_has_the_form_of_the_stored_ones_and_is_of_the_load_that_was_asked_for()
    {
        var told = new List<BenchmarkProgress>();
        var json = new EngineBenchmark().Run(new BenchmarkRequest("small", TimeSpan.FromMilliseconds(1), MostSources: 100, Pause: 1), told.Add, CancellationToken.None);

        var result = json.Deserialize<BenchResult>(JsonSerializerOptions.Web)!;
        Assert.Equal(("small", false), (result.Profile, result.OneCore));
        Assert.True(Assert.Single(result.Figures) is { Way: "pipeline", Rate: > 0 });
        Assert.All(told, progress => Assert.Equal("pipeline", progress.Way));
        Assert.Equal(JsonSerializer.Serialize(result, JsonSerializerOptions.Web), json.GetRawText());
    }

    [Theory]
    [InlineData("city", 100_000)]
    [InlineData("small", 10_000)]
    public void Load_is_cut_down_to_the_sources_that_are_allowed(string profile, int sources) =>
        Assert.Equal(
            BenchProfiles.Named(profile) with { Sources = sources },
            EngineBenchmark.LoadOf(new BenchmarkRequest(profile, TimeSpan.FromSeconds(1), BenchService.MostSources, Pause: 1)));

    [Fact]
    public void Profile_that_is_run_where_none_is_named_is_known() => Assert.Contains("small", new EngineBenchmark().Profiles);

    [Fact]
    public void Run_ends_when_it_is_cancelled()
    {
        var request = new BenchmarkRequest("window", TimeSpan.FromHours(1), MostSources: 100, Pause: 0);
        Assert.ThrowsAny<OperationCanceledException>(() => new EngineBenchmark().Run(request, _ => { }, new CancellationToken(canceled: true)));
    }
}
