using FsCheck;
using FsCheck.Fluent;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Alerts.Ladder;

/// <summary>The alerts of the engine against <see cref="LadderTwin"/>, whatever is measured and whenever the task restarts or its rules are loaded anew.</summary>
public sealed class LadderModelTests
{
    private static readonly double[] Values = [0, 0, 2, 5, 7, 8, 11, 12, 14, 17, 21, 22, 25, 27, 31, 32, 36, 38, 41, 45, 50, 12, 22, 42];

    /// <summary>Every arrow of the ladder.</summary>
    private static readonly string[] Arrows =
    [
        "None>Blue", "None>Yellow", "None>Orange", "None>Red", "Blue>Yellow", "Blue>Orange", "Blue>Red", "Yellow>Orange", "Yellow>Red", "Orange>Red",
        "Red>Orange", "Red>Yellow", "Red>Blue", "Orange>Yellow", "Orange>Blue", "Yellow>Blue", "Blue>end", "Yellow>end", "Orange>end", "Red>end",
        "pending>forgotten", "silence>hold", "silence>end", "a grade that is left, kept by its dwell",
        "end>again", "end>too late to go on", "None>Blue again", "None>Yellow again", "None>Orange again", "None>Red again",
        "Blue>flapping", "Yellow>flapping", "Orange>flapping", "Red>flapping", "Blue>steady", "Yellow>steady", "Orange>steady", "Red>steady",
        "Blue>Yellow while it flaps", "Blue>Orange while it flaps", "Blue>Red while it flaps", "Yellow>Orange while it flaps",
        "Yellow>Red while it flaps", "Orange>Red while it flaps",
        "Red>Orange from flapping", "Red>Yellow from flapping", "Red>Blue from flapping", "Orange>Yellow from flapping", "Orange>Blue from flapping", "Yellow>Blue from flapping",
        "Blue>end from flapping", "Yellow>end from flapping", "Orange>end from flapping", "Red>end from flapping",
        "restored", "restored while it flaps", "restored between two lives", "loaded anew",
    ];

    [Fact]
    public void The_ladder_goes_as_its_description_says_and_takes_every_arrow()
    {
        var taken = new HashSet<string>();
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<byte[]>(), (seed, script) => Agree(seed.Get, script, taken))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(4000).WithStartSize(20).WithEndSize(400).WithReplay(3, 11));
        Assert.Equal([], Arrows.Except(taken));
    }

    private static bool Agree(int seed, byte[] script, HashSet<string> taken)
    {
        var plain = LadderRule.Make(new Random(seed));
        var rule = plain.ToRule();
        var twin = new LadderTwin(plain, taken);
        var rig = new EvaluatorRig(rule);
        var told = new List<AlertTransition>();
        var (now, passed, isFirst) = (0, 0, true);
        foreach (var step in script)
        {
            now += 1 + (step >> 6);
            while (passed < now - 1) twin.Pass(++passed);
            var what = step & 31;
            if (isFirst || what < Values.Length)
            {
                var value = Values[Math.Min(what, Values.Length - 1)];
                rig.Observe(new Reading(At(now).Micros, "a", "x/y", value, now));
                twin.Measure(now, value);
                (passed, isFirst) = (now, false);
                continue;
            }

            rig.AdvanceTo(At(now).Micros);
            switch (what)
            {
                case 24:
                case 25:
                    Take(rig, told);
                    taken.Add("restored");
                    if (told.Count > 0 && told[^1].IsFlapping) taken.Add("restored while it flaps");
                    if (told.Count > 0 && told[^1].State == AlertState.Resolved) taken.Add("restored between two lives");
                    rig = rig.Restored(fromScratch: what == 24);
                    break;
                case 26:
                    Take(rig, told);
                    taken.Add("loaded anew");
                    rig = rig.TakenOver();
                    break;
                case 27:
                    rig.Evaluator.States.OfType<AlertBook>().Single(book => book.Rule.Id == "ladder").NoData(1, At(now));
                    twin.FallSilent(now);
                    break;
                case 28:
                    now += 40;
                    rig.AdvanceTo(At(now).Micros);
                    break;
                default:
                    break;
            }
        }

        while (passed < now + 120) twin.Pass(++passed);
        rig.AdvanceTo(At(now + 121).Micros);
        Take(rig, told);
        Assert.Equal(twin.Told, told.Select(Describe));
        Assert.Equal(told.Select(t => t.Id).Distinct().Count(), told.Count);
        return true;
    }

    private static void Take(EvaluatorRig rig, List<AlertTransition> into)
    {
        rig.Drain();
        into.AddRange(rig.Transitions);
        rig.Transitions.Clear();
    }

    private static string Describe(AlertTransition t) => $"{Second(t.At)}s {(t.State == AlertState.Resolved ? "end" : t.Grade)} from {t.PreviousGrade} "
        + $"{t.Reason} #{t.Number} since {Second(t.FirstEvidence)}s"
        + (t.IsFlapping ? " flapping" : "") + (t.IsReopened ? " again" : "");

    private static double Second(EventTime at) => (at - RandomStream.Start).TotalSeconds;

    private static EventTime At(int second) => RandomStream.Start + TimeSpan.FromSeconds(second);
}
