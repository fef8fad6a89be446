using RiskEngine.Core.Detection.Types.Level;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Of UTC alone: the reset comes each day at the same second.</summary>
internal sealed class LevelTwin(LevelDetection level, IReadOnlyList<Reading> events, TwinAlerts alerts) : TypeTwin(events, alerts)
{
    private const long Day = 86_400_000_000;
    private readonly long _reset = level.Reset.Time.Ticks / TimeSpan.TicksPerMicrosecond;

    public override IEnumerable<long> Times(long end)
    {
        for (var t = Events[0].At / Day * Day + _reset; t <= end; t += Day) yield return t;
    }

    public override void Before(long t)
    {
        if ((t - _reset) % Day != 0 || !Alerts.IsOpen) return;
        if (Events.Any(e => e.At >= t - Day && e.At < t && !double.IsNaN(e.Value))) Measure(0, 0, t, t, Evidence.None);
    }

    public override void Take(int index)
    {
        if (double.IsNaN(Events[index].Value)) return;
        var begin = (Events[index].At - _reset) / Day * Day + _reset;
        var since = Events.Take(index + 1).Where(e => e.At >= begin && !double.IsNaN(e.Value)).ToList();
        var sum = 0.0;
        foreach (var e in since) sum = level.Lowest is { } lowest && sum + e.Value - 5 < lowest ? lowest : sum + e.Value - 5;
        Measure(sum, since.Count, since[0].At, Events[index].At, EvidenceOf(since), newer: 1);
    }
}

/// <summary>Rule type <c>level</c>.</summary>
internal sealed class LevelTrial : TypeTrial
{
    /// <summary>Readings are mostly above 0; five less, and they raise and lower.</summary>
    private static readonly EventNumber Less = new("value - 5.0", static e => e.Event.Number - 5);

    public override string Type => "level";

    public override Core.Rules.Detection Stored => new LevelDetection
    {
        Value = EventNumber.Value, Reset = new DailyTime(new TimeOnly(4, 0), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")), Lowest = -0.5,
    };

    public override IReadOnlyList<string> StoredParts => ["level:r1:site:3878f533:value:0400@Asia/Shanghai:-0.5"];

    public override Core.Rules.Detection Make(Random random, TimeSpan unit) => new LevelDetection
    {
        Value = Less,
        Reset = new DailyTime(new TimeOnly(10, 0).Add(TimeSpan.FromSeconds(random.Next(1500))), TimeZoneInfo.Utc),
        Lowest = random.Next(2) == 0 ? -random.Next(3) : null,
    };

    public override GradeLadder Grades(Random random, TimeSpan unit) => Ladder(random, -4, 0, 3, 8, 20);

    public override TypeTwin Twin(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts) =>
        new LevelTwin((LevelDetection)detection, events, alerts);

    public override Rule Bounded(Rule rule, Random random, TimeSpan unit) => rule with { By = KeyBy.Source, Grades = NewerRules.Rising(1, 4, 9) };

    /// <summary>Some days of readings.</summary>
    public override List<Reading> Readings(List<Rule> rules, Random random, TimeSpan unit) => RandomStream.InOrder(random, TimeSpan.FromMinutes(10), 250);
}
