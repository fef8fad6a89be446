using RiskEngine.Core.Events;
using RiskEngine.Simulator.Communities;

namespace RiskEngine.Simulator.Tests.Communities;

public sealed class CommunityTests
{
    [Fact]
    public void Community_has_more_than_500_devices_of_all_families()
    {
        var community = Community.Create(1, Community.DefaultStart);

        Assert.True(community.Devices.Count > 500);
        Assert.Equal(Enum.GetValues<EventFamily>(), community.Devices.Select(d => d.Family).Distinct().Order());
        Assert.True(community.Devices.Select(d => d.Site.Split('/')[0]).Distinct().Count() > 1);
    }

    [Fact]
    public void Sources_are_unique()
    {
        var community = Community.Create(1, Community.DefaultStart);

        Assert.Equal(community.Devices.Count, community.Devices.Select(d => d.Source).Distinct().Count());
    }

    [Fact]
    public void Default_start_is_four_in_the_morning()
    {
        var community = Community.Create(1, Community.DefaultStart);

        Assert.Equal(4, community.LocalHour(community.Start));
    }
}
