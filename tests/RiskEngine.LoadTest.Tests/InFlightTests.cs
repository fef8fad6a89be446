using RiskEngine.Simulator.Servers;

namespace RiskEngine.LoadTest.Tests;

public sealed class InFlightTests
{
    private const int EventBytes = 250;

    [Fact]
    public void Fullest_partition_decides_and_never_exceeds_what_the_broker_keeps()
    {
        var flight = new InFlight(partitions: 2, isBounded: true);
        flight.Publish(1, 1, EventBytes);
        long events = 1;
        while (flight.HasRoom)
        {
            flight.Publish(0, 100, 100 * EventBytes);
            events += 100;
        }

        Assert.InRange(events * EventBytes, InProcessBroker.RetainedBytesPerPartition / 2, InProcessBroker.RetainedBytesPerPartition * 3 / 4);
        flight.Take([0, 1]);
        Assert.False(flight.HasRoom);
        flight.Take([1000, 0]);
        Assert.True(flight.HasRoom);
        Assert.Equal((events, 1000), (flight.Published, flight.Taken));
    }

    [Fact]
    public void Cluster_that_keeps_everything_is_run_ahead_of_by_a_bounded_number_too()
    {
        var flight = new InFlight(partitions: 1, isBounded: false);
        flight.Publish(0, 999_999, 1);
        Assert.True(flight.HasRoom);
        flight.Publish(0, 1, 1);
        Assert.False(flight.HasRoom);
        flight.Take([1]);
        Assert.True(flight.HasRoom);
    }
}
