namespace RiskEngine.Bench;

/// <summary>How the cost of an event grows with rules, sources, windows, sizes, alerts and partitions: the data path from memory, one thing varied at a time.</summary>
public static class BenchCurves
{
    private static readonly BenchProfile Plain = BenchProfiles.Window;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>What can be varied, in the order of the report.</summary>
    public static IReadOnlyDictionary<string, string> Axes { get; } = new Dictionary<string, string>
    {
        ["rules"] = "rules, of which 10 concern each event",
        ["rules-all"] = "rules, all of which concern each event",
        ["sources"] = "sources, one window rule",
        ["window"] = "seconds of the window, six hops in each",
        ["event-bytes"] = "bytes of an event",
        ["alert-share"] = "percent of the sources in the range of alerts half of the time",
        ["partitions"] = "partitions, a thread each, on all cores",
    };

    /// <summary>Measures one curve, point by point as they are taken.</summary>
    /// <param name="axis">One of <see cref="Axes"/>.</param>
    /// <param name="each">Time of work that is measured for each point; as long before it to warm up.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static IEnumerable<BenchPoint> Measure(string axis, TimeSpan each, CancellationToken cancellationToken)
    {
        // The first point would otherwise pay for the compiler.
        Measure(axis, 0, Plain, WarmUp, cancellationToken);
        foreach (var (value, profile) in Loads(axis)) yield return Measure(axis, value, profile, each, cancellationToken);
    }

    private static IEnumerable<(double Value, BenchProfile Profile)> Loads(string axis) => axis switch
    {
        "rules" => Of([10, 100, 1_000, 10_000], rules => Plain with { Kinds = [.. Enumerable.Range(0, (int)rules / 10).Select(kind => $"sensor.kind{kind}")], RulesPerKind = 10 }),
        "rules-all" => Of([1, 10, 100, 1_000], rules => Plain with { RulesPerKind = (int)rules }),
        "sources" => Of([1_000, 10_000, 100_000, 1_000_000], sources => Plain with { Sources = (int)sources }),
        "window" => Of([6, 60, 600, 3600], seconds => Plain with { Window = TimeSpan.FromSeconds(seconds) }),
        "event-bytes" => Of([0, 200, 1_000, 4_000], extra => Plain with { ExtraBytes = (int)extra }).Select(load => (load.Value + 190, load.Profile)),
        "alert-share" => Of([0, 0.1, 1, 10, 50], percent => Plain with { AlertingShare = percent / 100 }),
        _ => Of([1, 2, 4], partitions => Plain),
    };

    private static IEnumerable<(double Value, BenchProfile Profile)> Of(double[] values, Func<double, BenchProfile> profile) => values.Select(value => (value, profile(value)));

    private static BenchPoint Measure(string axis, double value, BenchProfile profile, TimeSpan each, CancellationToken cancellationToken)
    {
        var rules = BenchRules.Of(profile);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var threads = axis == "partitions" ? Math.Max(1, (int)value) : 1;
        var ways = Enumerable.Range(0, threads).Select(_ => new PipelineWay(profile, rules)).ToList();
        var working = ways.Select(way => Task.Factory.StartNew(
            () => BenchStretch.Run(profile, way, each, each, cancellationToken: cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var figures = Task.WhenAll(working).GetAwaiter().GetResult();
        var bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / profile.Sources / threads;
        GC.KeepAlive(ways);
        foreach (var way in ways) way.Dispose();

        // When threads outnumber the processors they share them: each one's clock runs on while it waits, so their rates add up to what all reached together.
        return new BenchPoint(axis, value, figures.Sum(figure => figure.Rate), figures.Average(figure => figure.BytesPerEvent), bytes);
    }
}
