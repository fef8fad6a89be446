using System.CommandLine;
using RiskEngine.Bench;

namespace RiskEngine.Cli.Commands;

/// <summary><c>bench</c>: how fast the engine's data path is on this machine, beside other ways to do the same.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var profile = new Option<string>("--profile")
        {
            Description = "The load: " + string.Join(", ", BenchProfiles.All.Select(one => one.Name)),
            DefaultValueFactory = _ => BenchProfiles.Window.Name,
        };
        profile.AcceptOnlyFromAmong([.. BenchProfiles.All.Select(one => one.Name)]);
        var seconds = new Option<int>("--seconds") { Description = "Seconds of work measured for each way, 1 to 3600", DefaultValueFactory = _ => 10 }.Within(1, 3600);
        var sources = new Option<int?>("--sources") { Description = "Devices, where not as the profile says; 8 to 100,000,000" };
        sources.Validators.Add(given =>
        {
            if (given.Tokens is [var word, ..] && int.TryParse(word.Value, out var number) && number is < 8 or > 100_000_000) given.AddError("--sources must be 8 to 100,000,000");
        });
        var allCores = new Option<bool>("--all-cores") { Description = "Leave compiler and garbage collector the other processors; without it the program keeps to one" };
        var results = new Option<string?>("--results") { Description = "Also write the result into this folder, e.g. bench/results" };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON" };
        var command = new Command("bench", "Measure the data path from memory (decode, windows, rules, alerts) on a synthetic load, beside a hand-written loop and plain Rx.")
        {
            profile, seconds, sources, allCores, results, json,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Pipeline(
            Load(parsed.GetValue(profile) ?? "", parsed.GetValue(sources)), TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            !parsed.GetValue(allCores), parsed.GetValue(results), parsed.GetValue(json), cancellationToken)));
        command.Subcommands.Add(BenchGuardCommand.Create());
        command.Subcommands.Add(BenchCurvesCommand.Create());
        return command;
    }

    private static BenchProfile Load(string name, int? sources)
    {
        var profile = BenchProfiles.Named(name);
        return sources is { } other ? profile with { Sources = other, Purpose = FormattableString.Invariant($"{profile.Purpose}; here {other:#,0} sources") } : profile;
    }

    private static int Pipeline(BenchProfile profile, TimeSpan duration, bool oneCore, string? results, bool json, CancellationToken cancellationToken)
    {
        var result = BenchRun.Run(profile, duration, withOthers: true, oneCore, pause: 0, Tell, cancellationToken);
        Console.Write(json ? BenchStore.Text(result) + "\n" : BenchText.Of(result));
        if (results is not null) Console.Error.WriteLine($"written: {BenchStore.Write(results, result)}");
        return ExitCode.Ok;
    }

    private static void Tell(BenchProgress progress) =>
        Console.Error.WriteLine(FormattableString.Invariant($"{progress.Way,-12} {progress.Seconds,4:0} s  {progress.Rate,10:#,0} events/s"));
}
