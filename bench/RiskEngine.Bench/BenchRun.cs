using System.Diagnostics;

namespace RiskEngine.Bench;

/// <summary>Measures the engine's data path from memory and, on the load of one window rule, the other ways to do the same.</summary>
public static class BenchRun
{
    /// <summary>Work before each measurement, for the compiler to settle: the shorter of this and the measurement.</summary>
    private static readonly TimeSpan MostWarmUp = TimeSpan.FromSeconds(3);

    /// <summary>Runs it on the calling thread.</summary>
    /// <param name="profile">The load.</param>
    /// <param name="duration">Time of work that is measured for each way.</param>
    /// <param name="withOthers">Whether the other ways are measured too.</param>
    /// <param name="oneCore">Keeps the whole program to one processor; not where other work goes on in it.</param>
    /// <param name="pause">Rest after each batch in times of its work; 0 for none.</param>
    /// <param name="progress">Told about once a second.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="InvalidOperationException">The ledger does not account for every event: there is no rate.</exception>
    public static BenchResult Run(
        BenchProfile profile, TimeSpan duration, bool withOthers, bool oneCore, double pause, Action<BenchProgress>? progress, CancellationToken cancellationToken)
    {
        if (oneCore && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())) KeepToOneCore();
        var rules = BenchRules.Of(profile);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        int[] collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        var figures = new List<BenchFigure>();
        double bytesPerSource;
        using (var engine = new PipelineWay(profile, rules))
        {
            figures.Add(Measure(engine));
            for (var generation = 0; generation < collections.Length; generation++) collections[generation] = GC.CollectionCount(generation) - collections[generation];
            bytesPerSource = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / profile.Sources;
        }

        if (withOthers)
        {
            foreach (var other in Others(profile))
            {
                using (other) figures.Add(Measure(other));
            }
        }

        return new BenchResult
        {
            Machine = BenchMachine.Read(),
            Profile = profile.Name,
            Purpose = profile.Purpose,
            OneCore = oneCore,
            Figures = figures,
            Collections = collections,
            BytesPerSource = bytesPerSource,
        };

        BenchFigure Measure(IBenchWay way) => BenchStretch.Run(
            profile, way, duration < MostWarmUp ? duration : MostWarmUp, duration, progress is null ? null : (seconds, rate) =>
                progress(new BenchProgress(way.Name, seconds, rate)), pause, cancellationToken);
    }

    /// <summary>The others do one window rule, so only on that load is their work the same.</summary>
    private static IEnumerable<IBenchWay> Others(BenchProfile profile)
    {
        yield return new DecodeWay();
        if (profile.Rules > 1) yield break;
        yield return new HandWrittenWay(profile);
        yield return new PlainRxWay(profile);
    }

    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static void KeepToOneCore()
    {
        using var self = Process.GetCurrentProcess();
        var allowed = (long)self.ProcessorAffinity;
        self.ProcessorAffinity = (nint)(allowed & -allowed);
    }
}
