using System.Text;
using Microsoft.Extensions.Time.Testing;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Sinks.Delivery;

namespace RiskEngine.Sinks.Tests.Delivery;

/// <summary>What becomes of records on their way to a sink.</summary>
public sealed class SinkDeliveryTests
{
    [Fact]
    public async Task A_repeat_in_the_log_is_sent_once()
    {
        var sink = new FakeSink();
        var rig = new SinkRig(sink);
        await rig.Take([Incidents.Record(Incidents.Json(), 0), Incidents.Record(Incidents.Json(), 1)]);
        await rig.Take([Incidents.Record(Incidents.Json(), 2), Incidents.Record(Incidents.Json(number: 2), 3)]);

        Assert.Equal([$"{Incidents.IdOf(1)}-1", $"{Incidents.IdOf(1)}-2"], sink.Accepted);
        Assert.Equal(2, rig.Status.Report.Repeated);
        Assert.Equal([0L, 1, 2, 3], rig.Done);
    }

    [Fact]
    public async Task A_repeat_of_what_was_accepted_before_the_process_began_is_not_sent()
    {
        var sink = new FakeSink();
        var rig = new SinkRig(sink);
        rig.Delivery.Recall(Incidents.Record(Incidents.Json(), 0));
        await rig.Take([Incidents.Record(Incidents.Json(), 1)]);

        Assert.Empty(sink.Accepted);
        Assert.Equal([$"{Incidents.IdOf(1)}-1"], sink.Recalled);
    }

    /// <summary>What was accepted and not stored as done when the partitions went away is not sent again, and the new sink knows it all the same.</summary>
    [Fact]
    public async Task A_reassignment_in_the_same_process_sends_nothing_twice_and_forgets_nothing()
    {
        var rig = new SinkRig(new FakeSink());
        await rig.Take([Incidents.Record(Incidents.Json(), 0), Incidents.Record(Incidents.Json(number: 2), 1)]);
        var next = new FakeSink();
        rig.Reassign(next, [Incidents.Record(Incidents.Json(), 0)]);
        await rig.Take([Incidents.Record(Incidents.Json(number: 2), 1), Incidents.Record(Incidents.Json(number: 3, isEnd: true), 2)]);

        Assert.Equal([$"{Incidents.IdOf(1)}-1", $"{Incidents.IdOf(1)}-2"], next.Recalled);
        Assert.Equal([$"{Incidents.IdOf(1)}-3"], next.Accepted);
    }

    /// <summary>The log repeats the life of an incident that is over: it is not open again.</summary>
    [Fact]
    public async Task A_repeat_sets_no_sink_back()
    {
        var sink = new FakeSink();
        var rig = new SinkRig(sink);
        var life = new[] { Incidents.Record(Incidents.Json(), 0), Incidents.Record(Incidents.Json(number: 2, isEnd: true), 1) };
        await rig.Take(life);
        await rig.Take(life);

        Assert.Equal(2, sink.Accepted.Count);
        Assert.Empty(sink.Recalled);
    }

    [Fact]
    public async Task Tombstones_and_what_people_need_not_know_are_passed_over()
    {
        var sink = new FakeSink();
        var rig = new SinkRig(sink);
        var quiet = Incidents.Json();
        quiet["notify"] = false;
        await rig.Take([new LogRecord("risk.incidents.v1", 0, 0, default, null), Incidents.Record(quiet, 1)]);

        Assert.Empty(sink.Accepted);
        Assert.Equal([0L, 1], rig.Done);
        Assert.Equal(1, rig.Status.Report.Filtered);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":"x","number":1,"grade":"violet","state":"open"}""")]
    public async Task A_record_that_is_no_incident_is_a_dead_letter_and_stops_nothing(string value)
    {
        var sink = new FakeSink();
        var rig = new SinkRig(sink);
        await rig.Take([new LogRecord("risk.incidents.v1", 3, 8, default, Encoding.UTF8.GetBytes(value)), Incidents.Record(Incidents.Json(), 9)]);

        Assert.Single(sink.Accepted);
        var letter = Assert.Single(rig.DeadLetters.All);
        Assert.Equal("risk.incidents.v1/3/8", letter.Id);
        Assert.StartsWith("the record is no incident: ", letter.Reason, StringComparison.Ordinal);
        Assert.Equal([8L, 9], rig.Done);
    }

    [Fact]
    public async Task A_batch_that_is_refused_is_sent_one_by_one()
    {
        var sink = new FakeSink { Fault = notices => notices.Any(notice => notice.Subject == Incidents.IdOf(2)) ? new SinkRefusedException("never") : null };
        var rig = new SinkRig(sink);
        await rig.Take(Incidents.Many(4));

        Assert.Equal([4, 1, 1, 1, 1], sink.Batches);
        Assert.Equal(3, sink.Accepted.Count);
        Assert.Equal($"{Incidents.IdOf(2)}-1", Assert.Single(rig.DeadLetters.All).Id);
    }

    [Fact]
    public async Task A_receiver_is_asked_again_when_it_says()
    {
        var time = new FakeTimeProvider();
        var attempts = new List<DateTimeOffset>();
        var sink = new FakeSink
        {
            Fault = _ =>
            {
                attempts.Add(time.GetUtcNow());
                return attempts.Count < 3 ? new SinkUnreachableException("later", TimeSpan.FromSeconds(42)) : null;
            },
        };
        await Advance(time, new SinkRig(sink, time, new DeliveryPolicy()).Take(Incidents.Many(1)), TimeSpan.FromSeconds(1));

        Assert.Equal([42.0, 42.0], attempts.Zip(attempts.Skip(1), (one, next) => Math.Floor((next - one).TotalSeconds)));
    }

    [Fact]
    public async Task Waits_grow_to_the_longest_and_no_further()
    {
        var time = new FakeTimeProvider();
        var attempts = new List<DateTimeOffset>();
        var sink = new FakeSink
        {
            Fault = _ =>
            {
                attempts.Add(time.GetUtcNow());
                return attempts.Count < 40 ? new SinkUnreachableException("down") : null;
            },
        };
        var policy = new DeliveryPolicy { RetryFirst = TimeSpan.FromSeconds(1), RetryAtMost = TimeSpan.FromSeconds(60) };
        await Advance(time, new SinkRig(sink, time, policy).Take(Incidents.Many(1)), TimeSpan.FromSeconds(1));

        var waits = attempts.Zip(attempts.Skip(1), (one, next) => (next - one).TotalSeconds).ToList();
        Assert.InRange(waits[0], 0, 5);
        Assert.All(waits, wait => Assert.InRange(wait, 0, 61));
        Assert.InRange(waits.Skip(20).Average(), 30, 61);
    }

    [Fact]
    public async Task What_is_not_accepted_for_too_long_becomes_a_dead_letter_and_the_rest_goes_on()
    {
        var time = new FakeTimeProvider();
        var sink = new FakeSink { Fault = notices => notices.Any(notice => notice.Subject == Incidents.IdOf(1)) ? new SinkUnreachableException("500 always") : null };
        var rig = new SinkRig(sink, time, new DeliveryPolicy { GiveUpAfter = TimeSpan.FromHours(1) });
        await Advance(time, rig.Take(Incidents.Many(3)), TimeSpan.FromSeconds(30));

        Assert.Equal($"{Incidents.IdOf(1)}-1", Assert.Single(rig.DeadLetters.All).Id);
        Assert.Equal(2, sink.Accepted.Count);
        Assert.InRange(time.GetUtcNow() - time.Start, TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));
    }

    /// <summary>A sink that has a fault of its own loses nothing.</summary>
    [Fact]
    public async Task A_fault_that_nobody_foresaw_is_tried_again()
    {
        var attempts = 0;
        var sink = new FakeSink { Fault = _ => ++attempts < 3 ? new InvalidOperationException("a bug") : null };
        var rig = new SinkRig(sink);
        await rig.Take(Incidents.Many(1));

        Assert.Single(sink.Accepted);
        Assert.Equal(2, rig.Status.Report.Retried);
    }

    [Fact]
    public async Task What_is_said_again_fails_without_harm_and_is_told()
    {
        var sink = new FakeSink { Fault = notices => notices.Count == 0 ? new SinkUnreachableException("down") : null };
        var rig = new SinkRig(sink);
        await rig.Delivery.RepeatAsync(CancellationToken.None);

        Assert.Equal(1, sink.Repeats);
        Assert.Equal("down", rig.Status.Report.LastFault);
        await rig.Take(Incidents.Many(1));
        Assert.Null(rig.Status.Report.LastFault);
    }

    /// <summary>A sink for orange hears of an incident when it becomes orange, and then to its end, whatever the grade.</summary>
    [Fact]
    public async Task Whoever_was_told_of_something_hears_to_its_end()
    {
        var sink = new FakeSink();
        var rig = new SinkRig(sink, filter: SinkRig.Everything with { Least = Grade.Orange });
        await rig.Take(
        [
            Incidents.Record(Incidents.Json(1, 1, "yellow"), 0),
            Incidents.Record(Incidents.Json(1, 2, "orange", previous: "yellow"), 1),
            Incidents.Record(Incidents.Json(1, 3, "yellow", previous: "orange"), 2),
            Incidents.Record(Incidents.Json(2, 1, "yellow"), 3),
            Incidents.Record(Incidents.Json(2, 2, "yellow", isEnd: true, previous: "yellow"), 4),
        ]);
        await rig.Take([Incidents.Record(Incidents.Json(1, 4, "yellow", isEnd: true, previous: "yellow"), 5)]);

        Assert.Equal(new[] { 2, 3, 4 }.Select(number => $"{Incidents.IdOf(1)}-{number}"), sink.Accepted);
    }

    [Fact]
    public void What_is_grave_does_not_wait()
    {
        var rig = new SinkRig(new FakeSink());

        Assert.True(rig.Delivery.IsUrgent(Incidents.Record(Incidents.Json(grade: "orange"))));
        Assert.False(rig.Delivery.IsUrgent(Incidents.Record(Incidents.Json(grade: "yellow"))));
    }

    private static async Task Advance(FakeTimeProvider time, Task task, TimeSpan step)
    {
        for (var i = 0; !task.IsCompleted && i < 1_000_000; i++)
        {
            time.Advance(step);
            await Task.Yield();
        }

        await task;
    }
}
