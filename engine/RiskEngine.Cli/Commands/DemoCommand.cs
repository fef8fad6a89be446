using System.CommandLine;
using RiskEngine.Service.Options;
using RiskEngine.Simulator.Demo;

namespace RiskEngine.Cli.Commands;

/// <summary><c>demo</c>: a small community, alive.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var seconds = new Option<int?>("--seconds") { Description = "End after this long and print a scorecard; without it, run until stopped" };
        var seed = new Option<int>("--seed") { Description = "Seed of the community and its incidents", DefaultValueFactory = _ => 1 };
        var rules = new Option<string?>("--rules") { Description = "Folder of the rules; the shipped ones without it" };
        var command = new Command(
            "demo", "A community of devices with daily rhythms and planted incidents, an in-process Kafka, "
                + "a store in a temporary folder, the shipped rules and the desk; alerts live in the terminal.")
        {
            seconds, seed, rules,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var duration = parsed.GetValue(seconds) is { } length ? TimeSpan.FromSeconds(length) : (TimeSpan?)null;
            if (duration < DemoPace.Shortest)
            {
                throw new OptionsException([$"--seconds {duration.Value.TotalSeconds:0} is too short for all incidents; give at least {DemoPace.Shortest.TotalSeconds:0}"]);
            }

            return RunAsync(duration, parsed.GetValue(seed), parsed.GetValue(rules) ?? Shipped("packs"), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan? duration, int seed, string rulesPath, CancellationToken cancellationToken)
    {
        var desk = Shipped("desk", "desk.yaml");
        Task<IDemoEngine> Start(DemoEnvironment environment, CancellationToken token) => DemoEngine.StartAsync(environment, rulesPath, desk, token);
        var isGood = await DemoRun.RunAsync(duration, seed, Start, cancellationToken).ConfigureAwait(false);
        return isGood ? ExitCode.Ok : ExitCode.Findings;
    }

    /// <summary>A file or folder of <c>rules/</c>, which lies beside the program or above it.</summary>
    private static string Shipped(params ReadOnlySpan<string> names)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine([folder.FullName, "rules", .. names]);
            if (Path.Exists(path)) return path;
        }

        throw new OptionsException([$"the shipped rules (rules/{string.Join('/', names)}) are not beside the program; name a folder with --rules"]);
    }
}
