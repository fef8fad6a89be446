using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection.Types;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.State;

/// <summary>What is stored can be read by people, without the rules that made it.</summary>
public sealed class StateTextTests
{
    private static readonly StoredPart[] Own =
    [
        .. typeof(DetectionType).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DetectionType)))
            .Select(type => type.GetProperty("Stored")?.GetValue(null)).OfType<StoredPart>(),
    ];

    public static TheoryData<string> Types => [.. RandomRules.Types, .. NewerRules.Types, .. AreaRules.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_entry_of_every_type_is_understood_to_its_last_byte(string type)
    {
        var entries = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            List<Rule> rules = NewerRules.Types.Contains(type) ? NewerRules.Make(type, random, TimeSpan.FromSeconds(1))
                : AreaRules.Types.Contains(type) ? AreaRules.Make(type, random, TimeSpan.FromSeconds(1)) : [RandomRules.Make(type, random, TimeSpan.FromSeconds(1))];
            var rig = new EvaluatorRig(rules);
            foreach (var reading in RandomStream.InOrder(random, TimeSpan.FromSeconds(1), 40)) rig.Observe(reading);
            var contents = new TaskContents();
            contents.Add(new SegmentEncoder(rig.Evaluator).Next());
            foreach (var (part, keys) in contents.Parts)
            {
                foreach (var payload in keys.Values)
                {
                    var text = StateText.Of(part, payload, Own);
                    Assert.DoesNotContain("cannot be read", text, StringComparison.Ordinal);
                    Assert.DoesNotContain("not understood", text, StringComparison.Ordinal);
                    if (!part.StartsWith("scorers:", StringComparison.Ordinal) && !part.StartsWith("rates:", StringComparison.Ordinal))
                    {
                        Assert.False(text.EndsWith("bytes", StringComparison.Ordinal), $"{part}: {text}");
                    }

                    entries++;
                }
            }

            Assert.Equal(rig.Evaluator.OpenAlerts, contents.OpenAlerts);
        }

        Assert.True(entries > 100, $"{entries}");
    }

    [Fact]
    public void Pane_says_when_it_was_how_many_events_it_holds_and_their_sum()
    {
        var rig = new EvaluatorRig(YellowRule.Of(new MetricDetection
        {
            Text = "sum(value)",
            Value = EventNumber.Value,
            Window = new WindowSpec(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10)),
            Aggregates = [new AggregateCall(AggregateKind.Sum)],
        }));
        for (var i = 0; i < 3; i++) rig.Observe(new Reading(YellowRule.AtSecond(i), "gm-1", "a/b", 1.5, 40 + i));
        var contents = new TaskContents();
        contents.Add(new SegmentEncoder(rig.Evaluator).Next());
        var (part, payload) = Assert.Single(contents.Of("gm-1"), entry => entry.Part.StartsWith("panes:", StringComparison.Ordinal));
        Assert.Equal(
            "2026-11-21T10:00:00.000Z +00:00:10: 3 events, records 40 to 42, sum 4.5; windows have ended until 2026-11-21T10:00:00.000Z", StateText.Of(part, payload, Own));
    }

    [Fact]
    public void Damaged_entry_is_told_and_does_not_stop_the_others()
    {
        Assert.Contains("cannot be read", StateText.Of("absence:r1:source", [0x80], Own), StringComparison.Ordinal);
        Assert.Contains("not understood", StateText.Of("absence:r1:source", [2, 2, 7], Own), StringComparison.Ordinal);
    }
}
