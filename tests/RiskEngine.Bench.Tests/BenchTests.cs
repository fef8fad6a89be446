using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Bench.Tests;

public sealed class BenchTests
{
    private static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static TheoryData<string> ProfileNames() => [.. BenchProfiles.All.Select(profile => profile.Name)];

    [Theory]
    [MemberData(nameof(ProfileNames))]
    public void Every_profile_passes_the_engine_with_a_balanced_ledger(string name)
    {
        var profile = BenchProfiles.Named(name) with { Sources = 500 };
        using var way = new PipelineWay(profile, BenchRules.Of(profile));
        var events = Feed(profile, way, 20_000);
        way.Finish(events);
        Assert.Equal(events, way.Task.Ledger.Evaluated);
        Assert.Equal(profile.Rules, BenchRules.Of(profile).Count);
    }

    [Fact]
    public void A_storm_raises_alerts_of_a_tenth_of_the_sources()
    {
        var profile = BenchProfiles.Named("storm") with { Sources = 200, ReportEvery = TimeSpan.FromSeconds(10) };
        using var way = new PipelineWay(profile, BenchRules.Of(profile));
        Feed(profile, way, 200 * 16);
        Assert.True(way.Alerts >= 20, $"{way.Alerts} transitions");
        Assert.True(way.Alerts < 200, $"{way.Alerts} transitions");
    }

    [Fact]
    public void The_other_ways_see_the_windows_over_the_threshold_that_the_engine_sees()
    {
        var profile = BenchProfiles.Window with { Sources = 50, AlertingShare = 0.2, ReportEvery = TimeSpan.FromSeconds(2) };
        using var engine = new PipelineWay(profile, BenchRules.Of(profile));
        using var hand = new HandWrittenWay(profile);
        using var rx = new PlainRxWay(profile);
        Feed(profile, engine, 50 * 90);
        Feed(profile, hand, 50 * 90);
        Feed(profile, rx, 50 * 90);
        Assert.Equal(20, engine.Alerts); // ten sources fire and resolve
        Assert.Equal(20, hand.Alerts); // ten sources pass the threshold upwards and downwards
        Assert.Equal(10, rx.Alerts); // ten sources pass it upwards
    }

    [Theory]
    [InlineData(200)]
    [InlineData(4000)]
    public void Longer_events_are_events_too(int extra)
    {
        var profile = BenchProfiles.Window with { Sources = 50, ExtraBytes = extra };
        using var way = new PipelineWay(profile, BenchRules.Of(profile));
        way.Finish(Feed(profile, way, 1000));
        Assert.True(way.Task.Decoder.Counters.Bytes > 1000L * extra);
    }

    [Fact]
    public void Equal_seeds_give_equal_events() => Assert.Equal(FirstEvents(1), FirstEvents(1));

    [Fact]
    public void Other_seeds_give_other_events() => Assert.NotEqual(FirstEvents(1), FirstEvents(2));

    [Fact]
    public void A_planted_value_fires_the_rule_that_waits_for_it_and_no_other()
    {
        var profile = BenchProfiles.Small with { Sources = 4 };
        using var way = new PipelineWay(profile, BenchRules.Of(profile));
        var records = new RecordBatch();
        var events = new SyntheticEvents(profile, Start);
        var room = records.Reserve(events.Room);
        records.Commit(0, events.Write(room, 1, Start, BenchRules.Planted));
        way.Work(records);
        way.Finish(1);
        Assert.Equal(1, way.Alerts);
        Assert.Contains(BenchRules.Of(profile), rule => rule.Id == BenchRules.PlantedRule("access.door"));
    }

    [Fact]
    public void A_curve_of_partitions_has_a_thread_for_each()
    {
        var points = BenchCurves.Measure("partitions", TimeSpan.FromMilliseconds(20), CancellationToken.None).ToList();
        Assert.Equal([1, 2, 4], points.Select(point => point.Value));
        Assert.All(points, point => Assert.True(point.Rate > 0));
    }

    [Fact]
    public void An_unknown_profile_is_refused_with_the_names_of_the_known()
    {
        var fault = Assert.Throws<ArgumentException>(() => BenchProfiles.Named("smal"));
        Assert.Contains("small", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_reports_the_ratio_to_every_other_way()
    {
        var result = BenchRun.Run(
            BenchProfiles.Window with { Sources = 100 }, TimeSpan.FromMilliseconds(1), withOthers: true, oneCore: false, pause: 0, null, CancellationToken.None);
        Assert.Equal(["decode", "hand-written", "plain Rx"], result.Ratios.Keys);
        Assert.All(result.Figures, figure => Assert.True(figure.Events > 0 && figure.Seconds > 0));
        Assert.NotEqual("", result.Machine.Processor);
    }

    private static long Feed(BenchProfile profile, IBenchWay way, long events)
    {
        var synthetic = new SyntheticEvents(profile, Start);
        var records = new RecordBatch();
        long offset = 0;
        while (synthetic.Count < events)
        {
            records.Clear();
            synthetic.Fill(records, Math.Max(1, 100 / profile.EventsPerRecord), ref offset);
            way.Work(records);
        }

        return synthetic.Count;
    }

    private static byte[] FirstEvents(ulong seed)
    {
        var records = new RecordBatch();
        long offset = 0;
        new SyntheticEvents(BenchProfiles.Small, Start, seed).Fill(records, 100, ref offset);
        return [.. Enumerable.Range(0, records.Count).SelectMany(i => records.Value(i).ToArray())];
    }
}
