using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Which keys a task knows, where and in which period they were last seen, and which go first where there are too many.</summary>
public sealed class LiveKeysTests
{
    private static readonly KeyExpiry AfterFiveMinutes = new(TimeSpan.FromMinutes(5));
    private static readonly Rule High = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 50, "high");
    private long _offset;

    [Fact]
    public void A_key_changes_once_a_period_however_often_it_speaks()
    {
        var rig = Rig(High);
        var keys = Keys(rig);
        var next = AfterFiveMinutes.StartOf(AfterFiveMinutes.PeriodOf(RandomStream.Start) + 1L);
        rig.Observe(At(RandomStream.Start, "gm-1"));
        Assert.Equal([1], keys.Dirty.Slots);
        keys.Dirty.Clear();
        rig.Observe(At(new EventTime(next.Micros - 1), "gm-1"));
        Assert.Equal(0, keys.Dirty.Count);
        rig.Observe(At(next, "gm-1"));
        Assert.Equal([1], keys.Dirty.Slots);
        Assert.Equal(("a/b", next), Saved(keys, 1));
    }

    [Fact]
    public void Of_keys_that_were_never_seen_nothing_is_known_however_large_their_number()
    {
        var rig = Rig(High);
        var keys = Keys(rig);
        rig.Observe(At(RandomStream.Start, "gm-1"));
        foreach (var slot in new[] { 2, 255, 256, 257, 100_000 })
        {
            keys.Prefetch(slot);
            Assert.Equal("", keys.SiteOf(slot));
            Assert.False(keys.TrySave(slot, new StateWriter()));
        }

        Assert.Equal("a/b", keys.SiteOf(1));
    }

    [Fact]
    public void A_key_that_is_forgotten_or_cleared_is_live_no_more_until_it_speaks_again()
    {
        var rig = Rig(High);
        var keys = Keys(rig);
        foreach (var source in new[] { "gm-1", "gm-2", "gm-3" }) rig.Observe(At(RandomStream.Start, source));
        keys.Forget("gm-2");
        keys.Forget("gm-2");
        keys.Forget("gm-9");
        Assert.Equal((2, "a/b", ""), (keys.LiveCount, keys.SiteOf(1), keys.SiteOf(2)));
        keys.Clear();
        Assert.Equal((0, "", ""), (keys.LiveCount, keys.SiteOf(1), keys.SiteOf(3)));
        rig.Observe(At(RandomStream.Start, "gm-3"));
        Assert.Equal((1, "a/b"), (keys.LiveCount, keys.SiteOf(3)));
    }

    [Fact]
    public void A_key_that_was_stored_without_a_time_counts_as_seen_when_the_task_goes_on()
    {
        var keys = Keys(Rig(High));
        var writer = new StateWriter();
        writer.String("a/b");
        var reader = new StateReader(writer.Written);
        keys.Restore("gm-1", ref reader);
        keys.Resume(RandomStream.Start);
        Assert.Equal(("a/b", AfterFiveMinutes.StartOf(AfterFiveMinutes.PeriodOf(RandomStream.Start))), Saved(keys, 1));
    }

    [Fact]
    public void Keys_are_taken_over_by_themselves_only()
    {
        var keys = Keys(Rig(High));
        keys.Adopt(keys, RandomStream.Start);
        Assert.Throws<ArgumentException>(() => keys.Adopt(Keys(Rig(High)), RandomStream.Start));
    }

    [Theory]
    [InlineData(90, 0)]
    [InlineData(91, 16)]
    public void Early_only_so_many_are_dropped_that_a_quarter_of_the_room_is_free_the_longest_silent_first(int keys, int dropped)
    {
        var rig = new EvaluatorRig([High], AfterFiveMinutes, new Vocabulary(maxSources: 100));
        for (var i = 0; i < keys; i++) rig.Observe(At(RandomStream.Start + TimeSpan.FromSeconds(i < 16 ? 0 : i < 41 ? 10 : i < 66 ? 20 : 30), $"gm-{i}"));
        rig.AdvanceTo(YellowRule.AtSecond(40));
        Assert.Equal((dropped, keys - dropped), (rig.Evaluator.ExpiredKeys, rig.Evaluator.LiveSources!.Value));
        Assert.Equal(dropped == 0 ? "a/b" : "", Keys(rig).SiteOf(1));
        Assert.Equal("a/b", Keys(rig).SiteOf(17));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Names_that_are_not_in_use_any_more_crowd_a_task_from_a_quarter_of_its_room_on(int expired, bool expected)
    {
        var card = string.Intern("card");
        var rig = new EvaluatorRig([High with { By = new KeyBy(KeyKind.Attribute, card) }], AfterFiveMinutes, new Vocabulary(maxSources: 40));
        for (var i = 0; i < expired; i++) Show(0, $"c-{i}");
        Show(1, "steady");
        Assert.False(rig.Evaluator.IsCrowded);
        for (var at = 200; at <= 600; at += 200) Show(at, "steady");
        Assert.Equal((expired, expected), (rig.Evaluator.ExpiredKeys, rig.Evaluator.IsCrowded));

        void Show(int second, string text)
        {
            var batch = new EventBatch();
            batch.AddAttribute(new EventAttribute(card, EventValueKind.Text, 0, text));
            batch.Add(rig.ToEvent(At(RandomStream.Start + TimeSpan.FromSeconds(second), "door")) with { AttributeCount = 1 });
            rig.Evaluator.Observe(batch, 0);
        }
    }

    private static EvaluatorRig Rig(Rule rule) => new([rule], AfterFiveMinutes, new Vocabulary());

    private static KeyDirectory Keys(EvaluatorRig rig) => rig.Evaluator.States.OfType<KeyDirectory>().Single(keys => keys.By == KeyBy.Source);

    private Reading At(EventTime at, string source) => new(at.Micros, source, "a/b", 9, _offset++);

    private static (string Site, EventTime Seen) Saved(KeyDirectory keys, int slot)
    {
        var writer = new StateWriter();
        Assert.True(keys.TrySave(slot, writer));
        var reader = new StateReader(writer.Written);
        return (reader.String(), reader.Time());
    }
}
