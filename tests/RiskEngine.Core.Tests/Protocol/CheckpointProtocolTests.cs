using RiskEngine.Tests;
using Xunit.Abstractions;

namespace RiskEngine.Core.Tests.Protocol;

/// <summary>Every interleaving of owners, zombies, crashes, lost answers and a store that loses its last steps, within the bounds named.</summary>
public sealed class CheckpointProtocolTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(4, 1, 0, 1)]
    [InlineData(3, 2, 1, 0)]
    public void No_interleaving_loses_an_event_stores_a_wrong_state_or_publishes_a_wrong_alert(int events, int acquisitions, int crashes, int losses) =>
        Assert.Null(FaultOf(new ProtocolModel(ProtocolMutation.None, events, acquisitions, crashes, losses)));

    /// <summary>The three largest searches, which took most of the time of this class: with an event fewer unless more than the everyday effort is asked for.</summary>
    [Theory]
    [InlineData(2, 3, 1, 1)]
    [InlineData(3, 3, 0, 0)]
    [InlineData(3, 2, 0, 1)]
    public void No_interleaving_of_more_does_either(int events, int acquisitions, int crashes, int losses) =>
        Assert.Null(FaultOf(new ProtocolModel(ProtocolMutation.None, Effort.Times > 1 ? events : events - 1, acquisitions, crashes, losses)));

    [Theory]
    [InlineData(4, 1, 0, 0, 4)]
    [InlineData(2, 2, 0, 0, 2)]
    [InlineData(2, 2, 1, 0, 1)]
    [InlineData(1, 2, 1, 1, 1)]
    public void No_interleaving_with_retention_and_graceful_stops_misses_an_event_uncounted_and_only_abrupt_ends_lose_any(
        int events, int acquisitions, int crashes, int losses, int retention) =>
        Assert.Null(FaultOf(new ProtocolModel(ProtocolMutation.None, events, acquisitions, crashes, losses, retention)));

    [Theory]
    [InlineData(ProtocolMutation.GracefulStopForgetsWhatWaits, 2, "are neither evaluated nor kept nor lost")]
    [InlineData(ProtocolMutation.KeptEventsAreReadAgain, 2, "takes event 0 in twice")]
    [InlineData(ProtocolMutation.LossesAreNotNoticed, 2, "are neither evaluated nor kept nor lost")]
    [InlineData(ProtocolMutation.PlaceIsNotStoredFirst, 2, "nobody knows of those before it")]
    public void Every_mistake_with_what_waits_and_what_is_lost_is_found_with_the_way_to_its_harm(ProtocolMutation mutation, int events, string harm)
    {
        var search = new ProtocolSearch(new ProtocolModel(mutation, events, acquisitions: 2, crashes: 1, losses: 0, retention: 2));
        var fault = search.FindFault();

        output.WriteLine($"{search.Worlds:N0} worlds until: {fault}");
        Assert.NotNull(fault);
        Assert.Contains(harm, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProtocolMutation.SavesBeforeKafkaAcknowledged, 2, 1, 0, "past alerts that Kafka lacks")]
    [InlineData(ProtocolMutation.OffsetLagsBehindTheState, 2, 1, 0, "the stored state holds")]
    [InlineData(ProtocolMutation.StoreIgnoresEpoch, 3, 2, 0, "starts with an empty state")]
    [InlineData(ProtocolMutation.StoreTakesOutdatedSteps, 4, 1, 0, "which is not there")]
    [InlineData(ProtocolMutation.StoreTakesStepsWhosePredecessorIsLost, 3, 1, 1, "which is not there")]
    [InlineData(ProtocolMutation.SegmentsAreDroppedByOldOwners, 2, 3, 0, "which is not there")]
    [InlineData(ProtocolMutation.ReaderThatWasOvertakenGoesOn, 2, 3, 0, "starts with an empty state")]
    [InlineData(ProtocolMutation.EpochsAreCounted, 3, 3, 1, "starts with an empty state")]
    public void Every_mistake_in_the_protocol_is_found_with_the_way_to_its_harm(ProtocolMutation mutation, int events, int acquisitions, int losses, string harm)
    {
        var search = new ProtocolSearch(new ProtocolModel(mutation, events, acquisitions, 0, losses));
        var fault = search.FindFault();

        output.WriteLine($"{search.Worlds:N0} worlds until: {fault}");
        Assert.Contains(harm, fault, StringComparison.Ordinal);
    }

    private string? FaultOf(ProtocolModel model)
    {
        var search = new ProtocolSearch(model);
        var fault = search.FindFault();
        output.WriteLine($"{search.Worlds:N0} worlds, {search.Steps:N0} steps");
        return fault;
    }
}
