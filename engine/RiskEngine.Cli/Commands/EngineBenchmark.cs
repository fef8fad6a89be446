using System.Text.Json;
using RiskEngine.Bench;
using RiskEngine.Service.Benching;

namespace RiskEngine.Cli.Commands;

/// <summary>The benchmark from memory, for a running engine. Its assembly is loaded by the first call and not before: no field names it.</summary>
internal sealed class EngineBenchmark : IBenchmark
{
    public IReadOnlyList<string> Profiles => [.. BenchProfiles.All.Select(profile => profile.Name)];

    public JsonElement Run(BenchmarkRequest request, Action<BenchmarkProgress> progress, CancellationToken cancellationToken)
    {
        var result = BenchRun.Run(LoadOf(request), request.Duration, withOthers: false, oneCore: false, request.Pause, Tell, cancellationToken);
        return JsonSerializer.SerializeToElement(result, JsonSerializerOptions.Web);

        void Tell(BenchProgress now) => progress(new BenchmarkProgress(now.Way, now.Seconds, now.Rate));
    }

    internal static BenchProfile LoadOf(BenchmarkRequest request)
    {
        var profile = BenchProfiles.Named(request.Profile);
        return profile with { Sources = Math.Min(profile.Sources, request.MostSources) };
    }
}
