using Microsoft.Extensions.Time.Testing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Signals;

namespace RiskEngine.Pipeline.Tests.Signals;

/// <summary>Who is far ahead of the slowest waits for it, where waiting can help.</summary>
public class DriftCapTests
{
    private static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(10);
    private readonly FakeTimeProvider _time = new();
    private readonly DriftCap _drift;

    public DriftCapTests() => _drift = new DriftCap(Most, _time);

    [Fact]
    public void A_task_waits_only_where_it_is_further_ahead_than_it_may_be()
    {
        _drift.Reached(Reader(0), Start);

        Assert.False(_drift.Holds(Start + Most));
        Assert.True(_drift.Holds(Start + Most + TimeSpan.FromSeconds(1)));
        Assert.Equal(1, _drift.Held);
    }

    [Fact]
    public void Nobody_waits_for_a_clock_that_stands_still_but_does_for_one_that_moves()
    {
        for (var second = 0; second < 60; second++)
        {
            _drift.Reached(Reader(0), Start + TimeSpan.FromSeconds(second));
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(_drift.Holds(Start + TimeSpan.FromHours(1)));
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(_drift.Holds(Start + TimeSpan.FromHours(1)));
    }

    /// <summary>The clock of a log that holds no more moves at wall speed: whoever waited for it would catch up with a backlog at wall speed.</summary>
    [Fact]
    public void Nobody_waits_where_the_slowest_have_nothing_to_read()
    {
        _drift.Reached(Reader(0), Start);
        _drift.Reached(Reader(0), null);

        Assert.False(_drift.Holds(Start + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Readers_have_to_agree_and_those_that_are_gone_have_no_say()
    {
        Assert.False(_drift.Holds(Start + TimeSpan.FromHours(1)));
        _drift.Reached(Reader(0), Start);
        _drift.Reached(Reader(1), EventTime.MinValue);
        Assert.False(_drift.Holds(Start + TimeSpan.FromHours(1)));

        _drift.Forget(Reader(1));
        Assert.True(_drift.Holds(Start + TimeSpan.FromHours(1)));
        Assert.False(_drift.Holds(EventTime.MinValue));
    }

    private static TaskId Reader(int partition) => new("risk.signals.v1", partition);
}
