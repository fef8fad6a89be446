using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace RiskEngine.Benchmarks;

/// <summary>Runs the benchmarks in this process and writes one table of all, each step beside its baseline.</summary>
/// <remarks>In process: a benchmark needs no build of its own, so what runs is what was built, with the settings that the engine ships with.</remarks>
internal static class MicroRun
{
    public static int Run(string[] args)
    {
        var results = TakeOption(ref args, "--results") ?? "bench/results";
        if (args.Length == 0) args = ["--filter", "*"];
        var config = ManualConfig.CreateEmpty()
            .AddJob(ShortJob)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "riskengine-micro"));
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroRun).Assembly).Run(args, config).ToList();
        var rows = summaries.SelectMany(MicroTable.RowsOf).ToList();
        if (rows.Count == 0) return args.Contains("--list") ? 0 : 1;
        MicroTable.Write(results, rows);
        return rows.All(row => row.Nanoseconds is not null) ? 0 : 1;
    }

    /// <summary>Short enough that all steps together take a few minutes; the first rounds let the compiler settle.</summary>
    private static Job ShortJob => Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(5).WithIterationCount(5).WithIterationTime(TimeInterval.FromMilliseconds(120));

    private static string? TakeOption(ref string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        if (at < 0 || at + 1 >= args.Length) return null;
        var value = args[at + 1];
        args = [.. args[..at], .. args[(at + 2)..]];
        return value;
    }
}
