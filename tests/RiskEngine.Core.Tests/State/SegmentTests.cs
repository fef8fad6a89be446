using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.State;

/// <summary>Damaged or foreign state is refused, entry by entry where that is possible, and never breaks anything else.</summary>
public sealed class SegmentTests
{
    [Fact]
    public void A_changed_bit_or_a_cut_refuses_the_segment()
    {
        var segment = SegmentOf(1, out var rules);
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = segment.ToArray();
            if (i % 2 == 0) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            else bytes = bytes[..random.Next(bytes.Length)];
            Assert.Throws<StateFormatException>(() => SegmentEncoder.Restore(bytes, new EvaluatorRig(rules).Evaluator, EventTime.MaxValue, (_, _, _) => { }));
        }
    }

    [Fact]
    public void Another_format_version_is_refused_by_name()
    {
        var segment = SegmentOf(1, out var rules)[..^Checksum.Size];
        segment[0] = 99;
        var fault = Assert.Throws<StateFormatException>(() => SegmentEncoder.Restore(Sealed(segment), new EvaluatorRig(rules).Evaluator, EventTime.MaxValue, (_, _, _) => { }));
        Assert.Contains("format 99", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_entry_leaves_the_others()
    {
        var rule = RandomRules.Make("absence", new Random(1), TimeSpan.FromSeconds(1)) with { By = KeyBy.Source, Where = null };
        var rig = new EvaluatorRig(rule);
        for (var i = 0; i < 5; i++) rig.Observe(new Reading(RandomStream.Start.Micros, $"source-{i}", "a/b", 1, i));
        var bytes = new SegmentEncoder(rig.Evaluator).Next()[..^Checksum.Size].ToArray();
        // The last part is the detector; its last entry ends with the offset of its last event. One byte more makes it too long.
        var at = bytes.Length - 1;
        bytes[at] = 0x80;
        var refused = new List<string>();
        var restored = new EvaluatorRig(rule);
        SegmentEncoder.Restore(Sealed(bytes), restored.Evaluator, EventTime.MaxValue, (part, key, _) => refused.Add($"{part}/{key}"));
        Assert.Matches("^absence:r1:source:[0-9a-f]{8}/source-4$", Assert.Single(refused));
        SegmentEncoder.Complete(restored.Evaluator, RandomStream.Start);
        restored.AdvanceTo((RandomStream.Start + TimeSpan.FromHours(1)).Micros);
        restored.Drain();
        Assert.Equal(["source-0", "source-1", "source-2", "source-3"], restored.Transitions.Select(t => t.Key).Distinct());
    }

    [Fact]
    public void More_keys_than_the_task_may_hold_are_refused_entries()
    {
        var rule = RandomRules.Make("absence", new Random(1), TimeSpan.FromSeconds(1)) with { By = KeyBy.Source, Where = null };
        var rig = new EvaluatorRig(rule);
        for (var i = 0; i < 5; i++) rig.Observe(new Reading(RandomStream.Start.Micros, $"source-{i}", "a/b", 1, i));
        var refused = 0;
        var small = new RuleEvaluator([rule], EvaluatorRig.Task, new Core.Events.Vocabulary(maxSources: 3));
        SegmentEncoder.Restore(new SegmentEncoder(rig.Evaluator).Next(), small, EventTime.MaxValue, (_, _, _) => refused++);

        // Two sources have no room, in the keys, in the memory of the rule, and in the clocks.
        Assert.Equal(6, refused);
    }

    [Fact]
    public void Random_bytes_as_a_segment_allocate_no_more_than_their_size_allows()
    {
        var rules = new[] { RandomRules.Make("hopping", new Random(1), TimeSpan.FromSeconds(1)) };
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var body = new byte[random.Next(1, 200)];
            random.NextBytes(body);
            body[0] = 3;
            var evaluator = new EvaluatorRig(rules).Evaluator;
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                SegmentEncoder.Restore(Sealed(body), evaluator, EventTime.MaxValue, (_, _, _) => { });
            }
            catch (StateFormatException)
            {
                // The one answer to damage.
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000);
        }
    }

    /// <summary>No damage, which the checksum tells, but what a fault of ours or a hand could store: whatever it says, evaluation goes on and ends.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public async Task Wrong_bytes_under_a_right_checksum_are_refused_or_evaluated_in_bounded_time(string type)
    {
        for (var seed = 0; seed < Effort.Of(300); seed++)
        {
            var done = Task.Run(() => EvaluateAfterWrongBytes(type, seed));
            try
            {
                await done.WaitAsync(TimeSpan.FromSeconds(60));
            }
            catch (TimeoutException)
            {
                Assert.Fail($"{type} {seed} does not end");
            }
        }
    }

    public static TheoryData<string> Types => [.. RandomRules.Types, .. NewerRules.Types];

    private static void EvaluateAfterWrongBytes(string type, int seed)
    {
        var random = new Random(seed);
        var unit = TimeSpan.FromSeconds(1);
        List<Rule> rules = NewerRules.Types.Contains(type) ? NewerRules.Make(type, random, unit) : [RandomRules.Make(type, random, unit)];
        var stream = RandomStream.InOrder(random, unit, 60);
        var rig = new EvaluatorRig(rules);
        foreach (var reading in stream.Take(40)) rig.Observe(reading);
        var body = new SegmentEncoder(rig.Evaluator).Next()[..^Checksum.Size].ToArray();
        for (var wrong = random.Next(1, 6); wrong > 0; wrong--) body[random.Next(1, body.Length)] = (byte)random.Next(256);
        var restored = new EvaluatorRig(rules);
        try
        {
            SegmentEncoder.Restore(Sealed(body), restored.Evaluator, rig.Evaluator.Now, (_, _, _) => { });
        }
        catch (StateFormatException)
        {
            return;
        }

        SegmentEncoder.Complete(restored.Evaluator, rig.Evaluator.Now);
        foreach (var reading in stream.Skip(40)) restored.Observe(reading);
        restored.AdvanceTo(stream[^1].At + 3_600_000_000L);
        restored.Drain();
        new SegmentEncoder(restored.Evaluator).Next();
    }

    private static byte[] SegmentOf(int seed, out IReadOnlyList<Rule> rules)
    {
        var random = new Random(seed);
        var made = rules = [.. RandomRules.Types.Select((type, i) => RandomRules.Make(type, random, TimeSpan.FromSeconds(1), $"r{i}"))];
        var rig = new EvaluatorRig(made);
        foreach (var reading in RandomStream.InOrder(random, TimeSpan.FromSeconds(1), 40)) rig.Observe(reading);
        return new SegmentEncoder(rig.Evaluator).Next().ToArray();
    }

    private static byte[] Sealed(byte[] body)
    {
        var writer = new StateWriter();
        writer.Raw(body);
        Checksum.Seal(writer);
        return writer.ToArray();
    }
}
