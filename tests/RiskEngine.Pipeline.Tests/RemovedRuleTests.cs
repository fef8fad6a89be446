using RiskEngine.Core.Alerts;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Pipeline.Tests;

/// <summary>Rules that were removed while the task was stopped.</summary>
public sealed class RemovedRuleTests
{
    [Fact]
    public async Task Open_alerts_of_a_rule_that_is_gone_at_the_start_resolve_once()
    {
        var resolved = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var script = LogScript.Make("threshold", seed);
            var store = new InMemoryCheckpointStore();
            using var before = new TaskRig(script);
            var epoch = await before.Restore(store);
            foreach (var step in script.Steps.Take(script.Steps.Count / 2)) before.Do(step);
            await before.Save(store, epoch);
            var open = before.Transitions.GroupBy(t => t.Fingerprint).Select(alert => alert.Last()).Where(t => t.State == AlertState.Firing).ToList();

            var others = new LogScript
            {
                Rules = [RandomRules.Make("absence", new Random(seed), TimeSpan.FromHours(9), "other")],
                Lateness = script.Lateness,
                Records = script.Records,
                Steps = script.Steps,
            };
            using var after = new TaskRig(others);
            epoch = await after.Restore(store);
            after.Tick(after.State.Newest + TimeSpan.FromMilliseconds(1));
            Assert.Equal(
                open.Select(t => (t.Fingerprint, t.Number + 1, t.Key)).Order(),
                after.Transitions.Select(t => (t.Fingerprint, t.Number, t.Key)).Order());
            Assert.All(after.Transitions, t => Assert.Equal((AlertState.Resolved, TransitionReason.RuleRemoved), (t.State, t.Reason)));
            resolved += after.Transitions.Count;
            await after.Save(store, epoch);

            using var again = new TaskRig(others);
            await again.Restore(store);
            again.Tick(again.State.Newest + TimeSpan.FromMilliseconds(1));
            Assert.Empty(again.Transitions);
        }

        Assert.True(resolved > 50, $"{resolved}");
    }
}
