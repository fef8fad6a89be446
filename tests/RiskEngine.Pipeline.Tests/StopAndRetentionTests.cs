using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Tests;

namespace RiskEngine.Pipeline.Tests;

/// <summary>Every way in which reading, saving, stopping, crashing and retention can follow each other, within the bounds named, on the real task.</summary>
/// <remarks>Events come out of order, so that what was handled, what waits and what was never read lie in one another.</remarks>
public sealed class StopAndRetentionTests
{
    private const string Actions = "rcgkd";
    private static readonly int Length = Effort.Times > 1 ? 6 : 5;
    private const int End = 6;

    // r reads a record, c takes a checkpoint, g stops gracefully, k crashes, d lets retention remove all that was read.
    private static readonly Dictionary<char, int> Most = new() { ['r'] = 5, ['c'] = 2, ['g'] = 2, ['k'] = 2, ['d'] = 2 };

    private static readonly Rule High = new()
    {
        Id = "high",
        Title = "high",
        Hash = "h",
        File = "rule.yaml",
        On = [new KindPattern("sensor.gas")],
        By = KeyBy.Source,
        Detection = new ThresholdDetection(EventNumber.Value),
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Yellow] = new(">= 5", Comparison.GreaterOrEqual, 5) }),
        Message = MessageTemplate.Parse(""),
    };

    private static readonly LogScript Script = new()
    {
        Rules = [High],
        Lateness = TimeSpan.FromSeconds(2),
        Records = [.. new (double Second, double Value)[] { (1.0, 9), (2.5, 1), (1.5, 1), (3.5, 9), (2.7, 9), (5.0, 1) }.Select(e => LogScript.Encode(At(e.Second, e.Value)))],
        Steps = [],
    };

    [Fact]
    public async Task No_way_evaluates_an_event_twice_or_misses_one_unseen_and_only_crashes_and_retention_together_lose_any()
    {
        using var straight = new TaskRig(Script);
        straight.Read(End);
        Assert.InRange(straight.State.Evaluator.WaitingCopies, 1, End - 1);
        var (ways, losing) = (0, 0);
        foreach (var way in Ways("", Length))
        {
            var (ledger, output) = await Walk(way);
            ways++;
            if (ledger.Lost > 0) losing++;
            Assert.True(ledger.Balances && ledger.Consumed + ledger.Lost == End, $"{way}: {ledger}");
            if (ledger.Lost > 0)
            {
                Assert.True(way.Contains('k') && way.Contains('d'), $"{way}: {ledger}");
                continue;
            }

            Assert.True(ledger == straight.State.Ledger, $"{way}: {ledger}, not {straight.State.Ledger}");
            Assert.True(output.SetEquals(straight.Output), $"{way}: {string.Join(' ', output)}");
        }

        Assert.True(ways > 1_000 && losing > 10, $"{ways} ways, {losing} with losses");
    }

    private static IEnumerable<string> Ways(string way, int left)
    {
        yield return way;
        if (left == 0) yield break;
        foreach (var action in Actions)
        {
            if (way.Count(done => done == action) == Most[action]) continue;

            // Twice the same that changes nothing, and a checkpoint of nothing, lead nowhere new.
            if (way.Length > 0 && action != 'r' && way[^1] == action && action != 'g') continue;
            foreach (var next in Ways(way + action, left - 1)) yield return next;
        }
    }

    private static async Task<(Core.Tasks.Ledger Ledger, HashSet<string> Output)> Walk(string way)
    {
        var store = new InMemoryCheckpointStore();
        var output = new HashSet<string>(StringComparer.Ordinal);
        var start = LogScript.FirstOffset;
        var rig = new TaskRig(Script);
        var epoch = await rig.Restore(store);
        await rig.Save(store, epoch);
        foreach (var action in way)
        {
            switch (action)
            {
                case 'r' when rig.State.NextOffset < LogScript.FirstOffset + End:
                    rig.Read(1);
                    break;
                case 'c':
                    await rig.Save(store, epoch);
                    break;
                case 'd':
                    start = Math.Max(start, rig.State.NextOffset);
                    break;
                case 'g' or 'k':
                    if (action == 'g') await rig.Save(store, epoch, isLast: true);
                    output.UnionWith(rig.Output);
                    rig.Dispose();
                    rig = new TaskRig(Script) { LogStart = start };
                    epoch = await rig.Restore(store);
                    break;
            }
        }

        rig.Dispose();
        var last = new TaskRig(Script) { LogStart = start };
        output.UnionWith(rig.Output);
        await rig.Save(store, epoch, isLast: true);
        await last.Restore(store);
        while (last.State.NextOffset < LogScript.FirstOffset + End) last.Read(1);
        output.UnionWith(last.Output);
        last.Dispose();
        return (last.State.Ledger, output);
    }

    private static Reading At(double second, double value) =>
        new((RandomStream.Start + TimeSpan.FromSeconds(second)).Micros, "s-1", "huaxi/c12/g07/b3", value, 0);
}
