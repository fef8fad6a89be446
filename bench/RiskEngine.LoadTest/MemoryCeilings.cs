using System.Diagnostics;
using System.Text.Json;
using RiskEngine.Bench;

namespace RiskEngine.LoadTest;

/// <summary>
/// What one core does from memory, without Kafka: <c>riskengine bench</c> on the same load, and beside a hand-written loop and plain Rx on the load of one
/// window rule.
/// </summary>
internal static class MemoryCeilings
{
    private const int Seconds = 4;

    public static async Task<IReadOnlyList<BenchFigure>> MeasureAsync(BenchProfile profile, CancellationToken cancellationToken)
    {
        var window = await Run(BenchProfiles.Window.Name, cancellationToken).ConfigureAwait(false);
        if (profile.Name == BenchProfiles.Window.Name) return window;
        var own = await Run(profile.Name, cancellationToken).ConfigureAwait(false);
        return [own[0] with { What = $"the pipeline, {profile.Name}" }, .. window.Select((figure, i) => i == 0 ? figure with { What = "the pipeline, one window rule" } : figure)];
    }

    private static async Task<IReadOnlyList<BenchFigure>> Run(string profile, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine($"from memory, {profile}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "riskengine.dll"), "bench", "--profile", profile, "--seconds", $"{Seconds}", "--json"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var bench = Process.Start(start) ?? throw new InvalidOperationException("'riskengine bench' did not start");
        var errors = bench.StandardError.ReadToEndAsync(cancellationToken);
        var json = await bench.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await bench.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (bench.ExitCode != 0) throw new InvalidOperationException($"'riskengine bench' failed:\n{await errors.ConfigureAwait(false)}");
        return JsonSerializer.Deserialize<BenchResult>(json, JsonSerializerOptions.Web)?.Figures ?? throw new InvalidOperationException("'riskengine bench' told nothing");
    }
}
