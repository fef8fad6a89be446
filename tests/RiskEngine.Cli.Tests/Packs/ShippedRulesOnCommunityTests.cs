using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Simulator.Communities;

namespace RiskEngine.Cli.Tests.Packs;

public sealed class ShippedRulesOnCommunityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Every_planted_incident_is_detected_without_false_alarms(int seed)
    {
        var community = Community.Create(seed, Community.DefaultStart);
        var plan = IncidentPlan.For(community, IncidentPlan.Block);
        using var simulator = new CommunitySimulator(community, plan);

        var transitions = ShippedRules.Run(
            "", simulator.Until(community.Start + IncidentPlan.Block).Select(e => e.Json), CommunitySimulator.Disorder);

        var card = Scorecard.Compare(plan.Incidents, [.. transitions.Where(t => t.State == AlertState.Firing).Select(Observed)]);
        Assert.Equal("planted 14, detected 14, missed 0, false alarms 0", string.Join('\n', card.ToLines()).Split('\n')[^1]);
    }

    private static ObservedAlert Observed(AlertTransition t) => new(
        t.Fingerprint, t.Rule.Id, t.Site, t.Rule.By.Kind == KeyKind.Source ? t.Key : null, t.Grade.ToString().ToLowerInvariant(), t.At);
}
