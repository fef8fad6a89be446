using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tests;

/// <summary>What must not matter: how events arrive within the lateness, how they are cut into batches, how finely an idle clock ticks.</summary>
public sealed class StreamPropertyTests
{
    private static readonly Config Trials = Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(7, 11);

    [Fact]
    public void Time_never_moves_back() => ForAllScripts(script =>
    {
        using var rig = new TaskRig(script);
        rig.DoAll();
        return !rig.TimeWentBack;
    });

    [Fact]
    public void Batch_boundaries_do_not_matter() => ForAllScripts(script =>
    {
        var random = new Random(script.Records.Count);
        using var whole = new TaskRig(script);
        using var cut = new TaskRig(script);
        whole.DoAll();
        foreach (var step in script.Steps)
        {
            if (step.Tick is null) cut.ReadUntil(Math.Max(cut.State.NextOffset, LogScript.FirstOffset) + step.Records, random);
            else cut.Do(step);
        }

        return Same(whole, cut) && whole.State.Ledger == cut.State.Ledger;
    });

    [Fact]
    public void Idle_ticks_of_any_granularity_give_the_same_transitions() => ForAllScripts(script =>
    {
        var random = new Random(script.Records.Count);
        using var coarse = new TaskRig(script);
        using var fine = new TaskRig(script);
        foreach (var step in script.Steps)
        {
            if (step.Tick is { } tick) TickTowards(fine, tick, random);
            fine.Do(step);
            coarse.Do(step);
        }

        return Same(coarse, fine) && coarse.State.Ledger == fine.State.Ledger;
    });

    [Fact]
    public void Order_of_arrival_within_the_lateness_does_not_matter() => ForAllScripts(script =>
    {
        var random = new Random(script.Records.Count);
        var unit = TimeSpan.FromSeconds(1);
        var stream = RandomStream.InOrder(random, unit, 50);
        var lateness = unit * random.Next(1, 6);
        var end = new LogStep(0, new EventTime(stream[^1].At) + lateness + unit);
        using var ordered = new TaskRig(Scripted(script, stream, lateness, end));
        using var mixed = new TaskRig(Scripted(script, Arrived(stream, lateness, random), lateness, end));
        ordered.DoAll();
        mixed.DoAll();
        return ordered.State.Ledger == mixed.State.Ledger && ordered.State.Ledger.Late == 0 && SameBut(ordered.Transitions, mixed.Transitions);
    });

    private static void ForAllScripts(Func<LogScript, bool> holds) =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt>(),
            seed => holds(LogScript.Make(RandomRules.Types[seed.Get % RandomRules.Types.Length], seed.Get * 7919))).Check(Trials);

    private static void TickTowards(TaskRig rig, EventTime tick, Random random)
    {
        var from = rig.State.Newest;
        if (from < RandomStream.Start || from >= tick) return;
        for (var i = random.Next(5); i > 0 && from < tick; i--) rig.Tick(from = new EventTime(random.NextInt64(from.Micros, tick.Micros + 1)));
    }

    private static LogScript Scripted(LogScript rules, IReadOnlyList<Reading> stream, TimeSpan lateness, LogStep end) => new()
    {
        Rules = rules.Rules,
        Lateness = lateness,
        Records = [.. stream.Select(LogScript.Encode)],
        Steps = [new LogStep(stream.Count / 2, null), new LogStep(stream.Count - (stream.Count / 2), null), end],
    };

    /// <summary>Each event up to the lateness behind; events of one time stay in their order, which is part of what they say.</summary>
    private static List<Reading> Arrived(IReadOnlyList<Reading> stream, TimeSpan lateness, Random random)
    {
        var arrived = stream.OrderBy(e => e.At + random.NextInt64(RandomStream.Micros(lateness) + 1)).ToList();
        foreach (var together in stream.GroupBy(e => e.At).Where(group => group.Count() > 1))
        {
            var places = Enumerable.Range(0, arrived.Count).Where(i => arrived[i].At == together.Key).ToList();
            foreach (var (place, reading) in places.Zip(together)) arrived[place] = reading;
        }

        return arrived;
    }

    private static bool Same(TaskRig a, TaskRig b) => a.Output.Order(StringComparer.Ordinal).SequenceEqual(b.Output.Order(StringComparer.Ordinal));

    /// <summary>Byte for byte, but for the places in the log.</summary>
    private static bool SameBut(IEnumerable<AlertTransition> a, IEnumerable<AlertTransition> b)
    {
        using var json = new AlertJson();
        string Text(AlertTransition t) => Encoding.UTF8.GetString(json.Encode(
            t with { FirstRecords = Evidence.None, Evidence = Evidence.None, OnIdleClock = false, Backfilled = false }));
        return a.Select(Text).Order(StringComparer.Ordinal).SequenceEqual(b.Select(Text).Order(StringComparer.Ordinal));
    }
}
