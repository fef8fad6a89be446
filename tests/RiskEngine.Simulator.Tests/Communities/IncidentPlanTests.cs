using RiskEngine.Simulator.Communities;
using RiskEngine.Simulator.Demo;

namespace RiskEngine.Simulator.Tests.Communities;

public sealed class IncidentPlanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_block_holds_every_kind_once_at_places_of_their_own(int seed)
    {
        var community = Community.Create(seed, Community.DefaultStart);

        var incidents = IncidentPlan.For(community, IncidentPlan.Block).Incidents;

        Assert.Equal(Enum.GetValues<IncidentKind>(), incidents.Select(i => i.Kind).Order());
        Assert.Equal(incidents.Count, incidents.Select(i => i.Site).Distinct().Count());
    }

    [Fact]
    public void All_but_the_dead_sensor_end_early_enough_to_be_noticed()
    {
        var community = Community.Create(1, Community.DefaultStart);

        var incidents = IncidentPlan.For(community, IncidentPlan.Block).Incidents;

        Assert.All(
            incidents.Where(i => i.Kind != IncidentKind.DeadSensor),
            i => Assert.True(community.Start + IncidentPlan.Block - i.End >= TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void Weeks_hold_every_kind_in_each_block_because_dead_sensors_are_replaced()
    {
        var community = Community.Create(1, Community.DefaultStart);

        var incidents = IncidentPlan.For(community, DemoPace.For(null).Span).Incidents;

        var blocks = (int)(DemoPace.For(null).Span / IncidentPlan.Block);
        Assert.All(incidents.GroupBy(i => i.Kind).Where(kind => kind.Key != IncidentKind.BurstPipe), kind => Assert.Equal(blocks, kind.Count()));
        Assert.All(
            incidents.Where(i => i.Kind == IncidentKind.DeadSensor).GroupBy(i => i.Sources[0]),
            sensor => Assert.All(sensor.Zip(sensor.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start)));
    }

    [Fact]
    public void Pipes_burst_at_night_only()
    {
        var community = Community.Create(1, Community.DefaultStart);

        var bursts = IncidentPlan.For(community, TimeSpan.FromDays(2)).Incidents.Where(i => i.Kind == IncidentKind.BurstPipe).ToList();

        Assert.Equal(4, bursts.Count);
        Assert.All(bursts, burst => Assert.True(community.LocalHour(burst.End) < 5));
    }

    [Fact]
    public void Incidents_that_do_not_fit_the_span_are_not_planted()
    {
        var community = Community.Create(1, Community.DefaultStart);
        var span = TimeSpan.FromMinutes(90);

        var incidents = IncidentPlan.For(community, span).Incidents;

        Assert.NotEmpty(incidents);
        Assert.All(incidents, i => Assert.True(i.End <= community.Start + span));
    }
}
