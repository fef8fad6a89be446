using System.CommandLine;
using RiskEngine.Bench;

namespace RiskEngine.Cli.Commands;

/// <summary><c>bench guard</c>: whether the engine is as fast, in times of other ways on the same machine, as it was.</summary>
internal static class BenchGuardCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--file") { Description = "Where the ratios are kept", DefaultValueFactory = _ => "bench/results/guard.json" };
        var margin = new Option<double>("--margin")
        {
            Description = "How much lower a ratio may be, in percent of the stored one, 1 to 90",
            DefaultValueFactory = _ => 40,
        }.Within(1, 90);
        var seconds = new Option<int>("--seconds") { Description = "Seconds of work measured for each way, 1 to 3600", DefaultValueFactory = _ => 10 }.Within(1, 3600);
        var store = new Option<bool>("--store") { Description = "Keep this run's ratios as the ones to compare with" };
        var command = new Command("guard", "Compare the engine's rate, in times of a hand-written loop's, "
            + "of plain Rx's and of decoding alone, with the ratios of an earlier run. Times are never compared.")
        {
            file, margin, seconds, store,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            var path = parsed.GetValue(file) ?? "";
            var before = parsed.GetValue(store) ? null : BenchStore.Read(path);
            var now = BenchRun.Run(BenchProfiles.Window, TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                withOthers: true, oneCore: true, pause: 0, progress: null, cancellationToken);
            if (before is not null) return Compare(before, now, parsed.GetValue(margin));
            BenchStore.WriteTo(path, now);
            Console.WriteLine($"kept in {path}");
            return Compare(now, now, parsed.GetValue(margin));
        }));
        return command;
    }

    private static int Compare(BenchResult before, BenchResult now, double margin)
    {
        var faults = 0;
        Console.WriteLine("engine in times of   kept    now   least");
        foreach (var (way, ratio) in before.Ratios)
        {
            var least = ratio * (1 - (margin / 100));
            var holds = now.Ratios.TryGetValue(way, out var current) && current >= least;
            Console.WriteLine(FormattableString.Invariant($"{way,-18} {ratio,6:0.00} {current,6:0.00} {least,7:0.00}{(holds ? "" : "  slower")}"));
            if (!holds) faults++;
        }

        var allocation = now.Figures[0].BytesPerEvent;
        if (allocation > before.Figures[0].BytesPerEvent + 1)
        {
            Console.WriteLine(FormattableString.Invariant($"allocates {allocation:0.0} bytes per event, {before.Figures[0].BytesPerEvent:0.0} before"));
            faults++;
        }

        return faults == 0 ? ExitCode.Ok : ExitCode.Findings;
    }
}
