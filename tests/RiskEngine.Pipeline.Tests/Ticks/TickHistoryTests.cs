using RiskEngine.Core.Tasks;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline.Tests.Running;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Pipeline.Tests.Ticks;

public sealed class TickHistoryTests
{
    [Fact]
    public void Of_several_ticks_at_one_place_the_last_counts()
    {
        var history = Of(null, Owner(1), Tick(1, 100, 5), Tick(1, 100, 7), Tick(1, 104, 9));
        Assert.Equal([new RecordedTick(100, LoopRig.At(7)), new RecordedTick(104, LoopRig.At(9))], history.Ticks);
        Assert.Equal(new TickPlace(4, 1), history.End);
    }

    [Fact]
    public void What_an_owner_records_behind_the_record_of_its_successor_does_not_count()
    {
        var history = Of(null, Owner(1), Tick(1, 100, 5), Owner(2), Tick(1, 100, 9), Tick(2, 100, 6));
        Assert.Equal([new RecordedTick(100, LoopRig.At(6))], history.Ticks);
    }

    [Fact]
    public void An_owner_that_comes_after_its_successor_does_not_count()
    {
        var history = Of(null, Owner(2), Owner(1), Tick(1, 100, 9), Tick(2, 100, 6));
        Assert.Equal([new RecordedTick(100, LoopRig.At(6))], history.Ticks);
    }

    [Fact]
    public void An_owner_that_found_nothing_stored_counts_whatever_its_epoch()
    {
        var history = Of(null, Owner(7), Tick(7, 100, 5), Owner(1, isFresh: true), Tick(7, 101, 9), Tick(1, 101, 6));
        Assert.Equal([new RecordedTick(100, LoopRig.At(5)), new RecordedTick(101, LoopRig.At(6))], history.Ticks);
    }

    [Fact]
    public void It_goes_on_from_a_place_with_the_owner_there()
    {
        var history = Of(new TickPlace(40, 3), Tick(2, 100, 9), Tick(3, 100, 5), Owner(4), Tick(4, 101, 8));
        Assert.Equal([new RecordedTick(100, LoopRig.At(5)), new RecordedTick(101, LoopRig.At(8))], history.Ticks);
        Assert.Equal(new TickPlace(44, 4), history.End);
    }

    [Fact]
    public void Where_retention_has_removed_the_record_of_the_owner_its_first_tick_tells_who_it_was() =>
        Assert.Equal([new RecordedTick(100, LoopRig.At(5))], Of(null, Tick(3, 100, 5), Tick(2, 100, 9)).Ticks);

    [Fact]
    public void Ticks_are_in_the_order_of_their_places_in_the_log()
    {
        var history = Of(null, Owner(1), Tick(1, 104, 9), Tick(1, 100, 5), Tick(1, 102, 7), Tick(1, 100, 6));
        Assert.Equal([(100L, 6), (102L, 7), (104L, 9)], history.Ticks.Select(tick => (tick.Before, (int)(tick.Reached - LoopRig.At(0)).TotalSeconds)));
    }

    [Fact]
    public void A_request_stays_between_the_ticks_of_its_place_and_no_tick_takes_its_place()
    {
        var history = Of(null, Owner(1), Tick(1, 100, 5), Asked(1, 100, 5, 40), Asked(1, 100, 5, 41), Tick(1, 100, 6), Tick(1, 100, 7));
        Assert.Equal([null, 40L, 41L, null], history.Ticks.Select(tick => tick.Request?.Offset));
        Assert.Equal([LoopRig.At(5), LoopRig.At(5), LoopRig.At(5), LoopRig.At(7)], history.Ticks.Select(tick => tick.Reached));
    }

    [Fact]
    public void A_request_that_an_owner_records_that_has_lost_the_task_does_not_count() =>
        Assert.Equal([41L], Of(null, Owner(1), Owner(2), Asked(1, 100, 5, 40), Asked(2, 100, 5, 41)).Ticks.Select(tick => tick.Request!.Value.Offset));

    [Fact]
    public void A_request_that_was_recorded_again_counts_where_it_was_recorded_last()
    {
        var history = Of(new TickPlace(40, 1, 39), Asked(1, 100, 5, 40), Tick(1, 101, 6), Asked(1, 102, 7, 40), Asked(1, 102, 7, 41));
        Assert.Equal([(101L, null), (102L, 40L), (102L, 41L)], history.Ticks.Select(tick => (tick.Before, tick.Request?.Offset)));
        Assert.Equal(new TickPlace(44, 1, 42), history.End);
    }

    [Fact]
    public void Reading_goes_on_behind_the_last_request_that_counts_and_never_before_one_that_is_known()
    {
        var history = Of(null, Owner(1), Asked(1, 100, 5, 40), Owner(2), Asked(1, 100, 5, 41));
        Assert.Equal(41, history.End.Requests);
        history.PassRequests(30);
        Assert.Equal(41, history.End.Requests);
        history.PassRequests(50);
        Assert.Equal(50, history.End.Requests);
    }

    [Fact]
    public void A_request_is_read_as_it_was_written_and_has_a_key_of_its_own()
    {
        var record = Asked(3, 100, 5, 40);
        Assert.Equal(record, TickRecord.Decode(record.Encode()));
        Assert.Equal(4, new[] { record, Asked(3, 100, 5, 41), Tick(3, 100, 5), Owner(3) }.Select(one => one.Key).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"group":"g","topic":"t","partition":"0","epoch":1,"before":2}""")]
    [InlineData("""{"group":"g","topic":"t","partition":0,"epoch":1,"before":2,"reached":"soon"}""")]
    public void What_is_no_tick_is_not_read_as_one(string value) => Assert.Null(TickRecord.Decode(System.Text.Encoding.UTF8.GetBytes(value)));

    private static TickHistory Of(TickPlace? known, params TickRecord[] records)
    {
        var history = new TickHistory(known);
        for (var i = 0; i < records.Length; i++) history.Add((known?.Next ?? 0) + i, records[i]);
        return history;
    }

    private static TickRecord Owner(long epoch, bool isFresh = false) => new("g", TaskRig.Id, epoch, 100, null, isFresh);

    private static TickRecord Asked(long epoch, long before, int second, long offset) =>
        Tick(epoch, before, second) with { Request = new RecordedRequest(offset, """{"id":"r1"}""") };

    private static TickRecord Tick(long epoch, long before, int second) => new("g", TaskRig.Id, epoch, before, LoopRig.At(second));
}
