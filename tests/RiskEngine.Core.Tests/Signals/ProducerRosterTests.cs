using RiskEngine.Core.Signals;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Tests.Signals;

/// <summary>Pitfalls that others fell into, each with its number in our list of them, and what the roster does instead.</summary>
public class ProducerRosterTests
{
    private readonly RosterRig _rig = new();

    [Fact]
    public void Pitfall_1_a_producer_without_events_does_not_freeze_time()
    {
        Begin(("sensor/0", 100), ("sensor/1", null));

        Assert.Equal(100, _rig.Least);
        _rig.Marker("sensor/0", 200);
        Assert.Equal(200, _rig.Least);
    }

    [Fact]
    public void Pitfall_1_nor_does_one_whose_log_ended_long_ago()
    {
        Begin(("sensor/0", 100_000), ("sensor/1", 50));
        Assert.Equal(50, _rig.Least);

        _rig.Marker("sensor/1", 50, isIdle: true);
        Assert.Equal(100_000, _rig.Least);
    }

    [Fact]
    public void Pitfall_2_a_slow_producer_is_not_taken_for_an_idle_one_however_slow()
    {
        Begin(("sensor/0", 100), ("sensor/1", 90));
        for (_rig.Clock = 10; _rig.Clock < 200; _rig.Clock += 10)
        {
            _rig.Marker("sensor/0", 100_000 + _rig.Clock);
            _rig.Marker("sensor/1", 90);
        }

        Assert.Equal(90, _rig.Least);
        Assert.Empty(_rig.Roster.Missing);
    }

    [Fact]
    public void Pitfall_2_a_producer_that_was_idle_is_waited_for_again_from_its_first_event_on()
    {
        Begin(("sensor/0", 100), ("sensor/1", 50));
        _rig.Marker("sensor/1", 60, isIdle: true);
        Assert.Equal(60, _rig.Least);

        _rig.Marker("sensor/0", 10_000);
        Assert.Equal(10_000, _rig.Least);
        _rig.Marker("sensor/1", 10_050);
        _rig.Marker("sensor/0", 20_000);
        Assert.Equal(10_050, _rig.Least);
    }

    [Fact]
    public void Pitfall_2_the_slowest_is_one_that_has_something_to_read()
    {
        Begin(("sensor/0", 900), ("sensor/1", 50));
        Assert.Equal((50, 50), (_rig.Least, _rig.Slowest));

        _rig.Marker("sensor/1", 60, isIdle: true);
        Assert.Equal((60, 900), (_rig.Least, _rig.Slowest));
        _rig.Marker("sensor/0", 950, isIdle: true);
        Assert.Equal((60, null), (_rig.Least, _rig.Slowest));
        _rig.Marker("sensor/1", 970);
        Assert.Equal((950, 970), (_rig.Least, _rig.Slowest));
    }

    [Fact]
    public void Pitfall_3_where_a_producer_has_not_spoken_time_stands_still_and_is_not_the_greatest()
    {
        _rig.Owner("sensor/0", 1, partitions: 3);
        _rig.Marker("sensor/0", 100);
        _rig.Owner("sensor/1", 1, partitions: 3);
        _rig.Marker("sensor/1", 90);
        Assert.Null(_rig.Least);

        _rig.Owner("sensor/2", 1, partitions: 3);
        Assert.Null(_rig.Least);
        _rig.Marker("sensor/2", 95);
        Assert.Equal(90, _rig.Least);
    }

    [Fact]
    public void Pitfall_3_nobody_left_and_back_again_goes_on_from_where_it_was()
    {
        Begin(("sensor/0", 100), ("sensor/1", 90));
        _rig.Clock = 100_000;
        _rig.Owner("sensor/0", 2);
        _rig.Marker("sensor/0", 150, epoch: 2);
        Assert.Equal(90, _rig.Least);
        Assert.Empty(_rig.Roster.Missing);

        _rig.Owner("sensor/1", 2);
        _rig.Marker("sensor/1", 95, epoch: 2);
        Assert.Equal(95, _rig.Least);
        Assert.Empty(_rig.Roster.Missing);
    }

    [Fact]
    public void Pitfall_4_clocks_and_places_outlive_a_restart()
    {
        Begin(("sensor/0", 100), ("sensor/1", 90));
        _rig.Event("sensor/0", offset: 5, number: 1);
        _rig.Event("sensor/0", offset: 5, number: 1);
        var skipped = _rig.LastOffset;

        var restored = Restored(_rig.Roster);

        Assert.Equal(_rig.Least, (restored.Least() - RosterRig.Start)?.TotalSeconds);
        Assert.True(restored.WasSkipped(skipped));
        Assert.False(restored.WasSkipped(skipped - 1));
        Assert.Equal(2, restored.Count);
    }

    [Fact]
    public void Pitfall_5_records_of_an_owner_that_has_lost_its_task_do_not_count()
    {
        Begin(("sensor/0", 100), ("sensor/1", 90));
        _rig.Event("sensor/0", offset: 5, number: 1);
        _rig.Owner("sensor/0", epoch: 2);

        Assert.Equal(ProducerVerdict.Superseded, _rig.Marker("sensor/0", 100_000, epoch: 1));
        Assert.Equal(ProducerVerdict.Superseded, _rig.Event("sensor/0", offset: 6, number: 2, epoch: 1, index: 0));
        Assert.Equal(ProducerVerdict.Repeated, _rig.Event("sensor/0", offset: 5, number: 1, epoch: 2));
        Assert.Equal(ProducerVerdict.New, _rig.Event("sensor/0", offset: 6, number: 2, epoch: 2));
        Assert.Equal(90, _rig.Least);
    }

    [Fact]
    public void Pitfall_5_what_an_event_has_caused_counts_whoever_sends_it_first()
    {
        Begin(("sensor/0", 100), ("sensor/1", 90));
        _rig.Owner("sensor/0", epoch: 2);

        Assert.Equal(ProducerVerdict.New, _rig.Event("sensor/0", offset: 6, number: 2, epoch: 1));
        Assert.Equal(ProducerVerdict.Repeated, _rig.Event("sensor/0", offset: 6, number: 2, epoch: 2));
    }

    [Fact]
    public void Pitfall_5_an_owner_whose_epoch_is_lower_takes_over_all_the_same()
    {
        Begin(("sensor/0", 100), ("sensor/1", 90));
        _rig.Owner("sensor/0", epoch: 7);
        Assert.Equal(ProducerVerdict.New, _rig.Owner("sensor/0", epoch: 3));
        Assert.Equal(ProducerVerdict.New, _rig.Marker("sensor/0", 120, epoch: 3));
        Assert.Equal(ProducerVerdict.Superseded, _rig.Marker("sensor/0", 130, epoch: 7));

        _rig.Owner("sensor/0", epoch: 7);
        Assert.Equal(ProducerVerdict.New, _rig.Marker("sensor/0", 130, epoch: 7));
    }

    [Fact]
    public void Pitfalls_6_and_7_holes_in_the_log_are_no_lost_signals_and_nothing_waits_for_them()
    {
        _rig.Holes = 3;
        Begin(("sensor/0", 100), ("sensor/1", 90));
        for (var number = 1; number < 10; number++) Assert.Equal(ProducerVerdict.New, _rig.Event("sensor/0", number, number));
        _rig.Marker("sensor/1", 120, number: 0);

        Assert.Equal(0, _rig.Roster.Gaps);
        Assert.Equal(100, _rig.Least);
    }

    [Fact]
    public void Pitfall_8_signals_that_never_came_are_counted_and_what_need_not_be_remembered_is_forgotten()
    {
        Begin(("sensor/0", 100), ("sensor/1", 90));
        _rig.Event("sensor/0", offset: 5, number: 1);
        _rig.Event("sensor/0", offset: 9, number: 4);
        _rig.Marker("sensor/0", 110, number: 6);
        Assert.Equal(4, _rig.Roster.Gaps);

        _rig.Event("sensor/0", offset: 9, number: 4);
        Assert.True(_rig.Roster.WasSkipped(_rig.LastOffset));
        _rig.Roster.ForgetSkippedBelow(_rig.LastOffset + 1);
        Assert.False(_rig.Roster.WasSkipped(_rig.LastOffset));
    }

    [Fact]
    public void Pitfall_9_another_number_of_partitions_or_another_area_is_refused_with_what_to_do()
    {
        var numbers = new SignalNumbers();
        numbers.Begin(new SignalRoute(8, 1, "district"));
        numbers.Next(3, offset: 1, index: 1);

        Assert.Null(numbers.FaultOf(new SignalRoute(8, 1, "district")));
        Assert.Contains("has 9 partitions by now and had 8: signals would move", numbers.FaultOf(new SignalRoute(9, 1, "district")), StringComparison.Ordinal);
        Assert.Contains("name a new topic in Kafka:Topics:Signals", numbers.FaultOf(new SignalRoute(8, 2, "community")), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => numbers.Begin(new SignalRoute(9, 1, "district")));
    }

    [Theory]
    [InlineData("huaxi", 0)]
    [InlineData("nanming", 7)]
    [InlineData("小河区", 3)]
    public void Pitfall_9_areas_keep_their_partition_for_good(string area, int partition) => Assert.Equal(partition, new SignalRoute(8, 1, "district").PartitionOf(area));

    [Fact]
    public void Pitfall_10_a_producer_far_ahead_does_not_move_the_others()
    {
        Begin(("sensor/0", 100), ("sensor/1", 90));
        _rig.Marker("sensor/0", 1_000_000_000);

        Assert.Equal(90, _rig.Least);
    }

    [Fact]
    public void One_of_which_nothing_is_heard_is_waited_for_as_long_as_patience_lasts_and_then_missing()
    {
        Begin(("sensor/0", 100), ("sensor/1", 90));
        for (_rig.Clock = 5; _rig.Clock < RosterRig.Patience.TotalSeconds; _rig.Clock += 5) _rig.Marker("sensor/0", 100 + _rig.Clock);
        _rig.Marker("sensor/0", 200);
        Assert.Equal(90, _rig.Least);

        _rig.Clock += 0.001;
        _rig.Marker("sensor/0", 201);
        Assert.Equal(201, _rig.Least);
        Assert.Equal(["sensor/1"], _rig.Roster.Missing);
    }

    [Fact]
    public void A_partition_that_was_added_is_waited_for_and_one_that_is_gone_is_not()
    {
        Begin(("sensor/0", 100), ("sensor/1", 90));
        _rig.Owner("sensor/0", 2, partitions: 3);
        Assert.Null(_rig.Least);
        _rig.Owner("sensor/2", 1, partitions: 3);
        _rig.Marker("sensor/2", 80);
        Assert.Equal(80, _rig.Least);

        _rig.Owner("sensor/0", 3, partitions: 1);
        Assert.Equal(100, _rig.Least);
    }

    private void Begin(params (string Producer, double? Clock)[] producers)
    {
        foreach (var (producer, _) in producers) _rig.Owner(producer, 1, producers.Length);
        foreach (var (producer, clock) in producers) _rig.Marker(producer, clock, isIdle: clock is null);
    }

    private static ProducerRoster Restored(ProducerRoster roster)
    {
        var restored = new ProducerRoster(RosterRig.Patience);
        IKeyedState from = roster, to = restored;
        for (var slot = 0; slot < from.SlotBound; slot++)
        {
            var writer = new StateWriter();
            if (!from.TrySave(slot, writer)) continue;
            var reader = new StateReader(writer.Written);
            to.Restore(from.KeyOf(slot), ref reader);
            Assert.True(reader.AtEnd);
        }

        to.Resume(RosterRig.Start);
        return restored;
    }
}
