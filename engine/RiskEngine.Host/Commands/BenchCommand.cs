using System.CommandLine;
using RiskEngine.Host.Benching;

namespace RiskEngine.Host.Commands;

/// <summary><c>bench</c>: how fast the engine's data path is on this machine, beside other ways to do the same.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var profile = new Option<string>("--profile") { Description = "The load: " + string.Join(", ", BenchProfiles.All.Select(one => one.Name)), DefaultValueFactory = _ => BenchProfiles.Window.Name };
        profile.AcceptOnlyFromAmong([.. BenchProfiles.All.Select(one => one.Name)]);
        var seconds = new Option<int>("--seconds") { Description = "Seconds of work measured for each way, 1 to 3600", DefaultValueFactory = _ => 10 }.Within(1, 3600);
        var allCores = new Option<bool>("--all-cores") { Description = "Leave compiler and garbage collector the other processors; without it the program keeps to one" };
        var results = new Option<string?>("--results") { Description = "Also write the result into this folder, e.g. bench/results" };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON" };
        var command = new Command("bench", "Measure the data path from memory (decode, windows, rules, alerts) on a synthetic load, beside a hand-written loop and plain Rx.")
        {
            profile, seconds, allCores, results, json,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Pipeline(
            BenchProfiles.Named(parsed.GetValue(profile) ?? ""), TimeSpan.FromSeconds(parsed.GetValue(seconds)), !parsed.GetValue(allCores), parsed.GetValue(results), parsed.GetValue(json), cancellationToken)));
        command.Subcommands.Add(BenchGuardCommand.Create());
        command.Subcommands.Add(BenchCurvesCommand.Create());
        return command;
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
