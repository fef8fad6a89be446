using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Kafka;

namespace RiskEngine.Host.Tests.Integration;

[Collection(IntegrationCollection.Name)]
public sealed class GoldenTests(ClusterFixture fixture)
{
    [Fact]
    public void Golden_stream_shows_every_grade_rule_type_and_kind_of_trouble()
    {
        var golden = GoldenRun.Of(new TopicNames());

        foreach (var rule in GoldenRun.LoadRules())
        {
            var transitions = golden.Transitions.Where(transition => transition.Rule.Id == rule.Id).ToList();
            Assert.True(transitions.Select(transition => transition.Grade).Distinct().Count() >= 2, $"{rule.Id} has {transitions.Count} transitions");
            Assert.Contains(transitions, transition => transition.State == AlertState.Resolved);
        }

        foreach (var grade in new[] { Grade.Blue, Grade.Yellow, Grade.Orange, Grade.Red }) Assert.Contains(golden.Transitions, transition => transition.Grade == grade);
        Assert.True(golden.Late.Count > 50, $"{golden.Late.Count} late events");
        Assert.True(golden.DeadLetters.Values.Distinct().Count() >= 5, string.Join(", ", golden.DeadLetters.Values.Distinct()));
        Assert.All(golden.Ledgers.Values, ledger => Assert.True(ledger.Balances, ledger.ToString()));
        Assert.All(golden.Transitions.Where(transition => transition.Rule.By == KeyBy.Source), transition => Assert.StartsWith("hx/", transition.Site));
    }

    [IntegrationFact]
    public async Task Stream_through_Kafka_and_Redis_gives_the_golden_alerts_once()
    {
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.Redis.Address);
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();

        trial.Feed.PublishRest();
        trial.Feed.Flush();
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        Assert.Equal(0, trial.Compare());
    }
}
