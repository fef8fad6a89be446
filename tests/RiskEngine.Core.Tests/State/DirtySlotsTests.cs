using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.State;

/// <summary>What changed since the last checkpoint: a slot that is left out of it is state that a restart has lost.</summary>
public sealed class DirtySlotsTests
{
    [Fact]
    public void Slots_are_told_once_each_in_the_order_of_their_first_mark_and_anew_after_each_checkpoint()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var dirty = new DirtySlots();
            for (var checkpoint = 0; checkpoint < 5; checkpoint++)
            {
                var expected = new List<int>();
                for (var i = random.Next(300); i > 0; i--)
                {
                    var slot = random.Next(4) == 0 ? random.Next(20_000) : random.Next(130);
                    dirty.Prefetch(slot);
                    Assert.Equal(expected.Contains(slot), dirty.Contains(slot));
                    dirty.Mark(slot);
                    if (!expected.Contains(slot)) expected.Add(slot);
                    if (random.Next(100) == 0) dirty = TakenOver(dirty);
                }

                Assert.Equal(expected, dirty.Slots);
                Assert.Equal(expected.Count, dirty.Count);
                dirty.Clear();
                Assert.Equal(0, dirty.Count);
            }
        }
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1_000_000)]
    public void A_slot_beyond_all_that_were_marked_is_asked_about_and_marked_like_any_other(int slot)
    {
        var dirty = new DirtySlots();
        dirty.Prefetch(slot);
        Assert.False(dirty.Contains(slot));
        dirty.Mark(slot);
        Assert.True(dirty.Contains(slot));
        Assert.Equal([slot], dirty.Slots);
    }

    [Fact]
    public void Checkpoints_of_one_evaluator_hold_together_all_that_it_knows()
    {
        var rule = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 5, "high") with { For = TimeSpan.FromSeconds(3) };
        var rig = new EvaluatorRig(rule);
        var encoder = new SegmentEncoder(rig.Evaluator);
        var segments = new List<byte[]>();
        for (var second = 0; second < 60; second++)
        {
            rig.Observe(new Reading(YellowRule.AtSecond(second), $"gm-{second * 7 % 11}", "a/b", second * 5 % 13, second));
            if (second % 4 == 0) segments.Add(encoder.Next().ToArray());
        }

        segments.Add(encoder.Next().ToArray());
        var restored = new EvaluatorRig(rule);
        foreach (var segment in segments)
        {
            SegmentEncoder.Restore(segment, restored.Evaluator, rig.Evaluator.Now, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}"));
        }

        SegmentEncoder.Complete(restored.Evaluator, rig.Evaluator.Now);
        Assert.NotEqual(0, rig.Evaluator.OpenAlerts);
        Assert.Equal(Contents(rig), Contents(restored));
    }

    private static DirtySlots TakenOver(DirtySlots before)
    {
        var heir = new DirtySlots();
        heir.TakeOver(before);
        return heir;
    }

    /// <summary>All that an evaluator would store of keys and alerts if it stored all, in an order of its own.</summary>
    private static List<string> Contents(EvaluatorRig rig)
    {
        var contents = new List<string>();
        foreach (var part in rig.Evaluator.States.Where(part => part is KeyDirectory or AlertBook))
        {
            for (var slot = 1; slot < part.SlotBound; slot++)
            {
                var writer = new StateWriter();
                if (part.TrySave(slot, writer)) contents.Add($"{part.StateId} {part.KeyOf(slot)} {Convert.ToHexString(writer.Written)}");
            }
        }

        contents.Sort(StringComparer.Ordinal);
        return contents;
    }
}
