using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Time;

/// <summary>How far time has come for silence: nobody moves it alone.</summary>
public sealed class TaskClockTests
{
    private static readonly EventTime Noon = EventTime.From(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_live_event_moves_time_at_once()
    {
        var clock = new TaskClock();
        clock.Observe(1, At(0), Appended(0.4));
        Assert.Equal(At(0), clock.Newest);
        clock.Observe(2, At(3), Appended(2.5));
        Assert.Equal(At(2.5), clock.Newest);
    }

    [Fact]
    public void A_clock_that_is_fast_moves_time_no_further_than_the_log_had_come()
    {
        var clock = new TaskClock();
        for (var second = 0; second < 60; second++)
        {
            clock.Observe(1, At(second), Appended(second));
            clock.Observe(2, At(second + 240), Appended(second));
            Assert.Equal(At(second), clock.Newest);
        }
    }

    [Fact]
    public void A_backlog_moves_time_nowhere()
    {
        var clock = new TaskClock();
        clock.Observe(1, At(7200), Appended(7200));
        for (var second = 0; second < 7200; second += 10) clock.Observe(2, At(second), Appended(7201));
        Assert.Equal(At(7200), clock.Newest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(19)]
    public void In_a_recording_a_row_of_another_year_moves_time_nowhere_whenever_it_comes(int row)
    {
        var clock = new TaskClock();
        for (var i = 0; i < 20; i++)
        {
            clock.Observe(1 + (i % 4), i == row ? At(150_000_000) : At(i));
        }

        clock.Observe(2, At(21));
        clock.Observe(3, At(22));
        clock.Observe(4, At(23));
        Assert.True(clock.Newest >= At(18) && clock.Newest <= At(23), clock.Newest.ToString());
        Assert.True(clock.LastOfRecording() >= At(22) && clock.LastOfRecording() <= At(23), clock.LastOfRecording().ToString());
    }

    [Fact]
    public void In_a_recording_time_comes_as_far_as_a_tenth_of_the_sources()
    {
        var clock = new TaskClock();
        for (var source = 1; source <= 100; source++) clock.Observe(source, At(0));
        for (var source = 1; source <= 9; source++) clock.Observe(source, At(600));
        Assert.Equal(At(0), clock.Newest);
        clock.Observe(10, At(500));
        Assert.Equal(At(500), clock.Newest);
    }

    [Fact]
    public void In_a_recording_sources_that_stopped_have_no_say_after_an_hour()
    {
        var clock = new TaskClock();
        for (var source = 1; source <= 100; source++) clock.Observe(source, At(0));
        for (var minute = 1; minute < 200; minute++)
        {
            clock.Observe(1, At(minute * 60));
            clock.Observe(2, At(minute * 60));
        }

        Assert.Equal(At(0), clock.Newest);
        for (var source = 3; source <= 12; source++) clock.Observe(source, At(200 * 60));
        Assert.True(clock.Newest >= At(199 * 60));
        clock.Observe(1, At(201 * 60));
        clock.Observe(2, At(201 * 60));
        Assert.True(clock.Newest >= At(200 * 60));
    }

    [Fact]
    public void One_source_alone_moves_its_time() =>
        Assert.Equal((EventTime.MinValue, At(600)), (NewestOf([(1, 0)]), NewestOf([(1, 0), (1, 10), (1, 600)])));

    [Fact]
    public void The_first_event_of_a_log_that_took_it_long_after_its_time_moves_time()
    {
        var clock = new TaskClock();
        clock.Observe(1, At(0), Appended(86_400));
        Assert.Equal(At(0), clock.Newest);
    }

    [Fact]
    public void Restored_clocks_go_on_as_if_they_had_not_stopped()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var straight = new TaskClock();
            var stopped = new TaskClock();
            var times = new double[9];
            for (var step = 0; step < 200; step++)
            {
                var source = random.Next(1, times.Length);
                times[source] = random.Next(20) == 0 ? times[source] + random.Next(100_000) : times[source] + random.Next(200);
                straight.Observe(source, At(times[source]));
                stopped.Observe(source, At(times[source]));
                if (random.Next(30) == 0)
                {
                    var heir = new TaskClock();
                    for (var i = 0; i < stopped.SourceBound; i++)
                    {
                        if (stopped.Of(i) > EventTime.MinValue) heir.Restore(i, stopped.Of(i));
                    }

                    heir.Resume(stopped.Newest);
                    stopped = heir;
                }

                Assert.Equal(straight.Newest, stopped.Newest);
            }
        }
    }

    private static EventTime NewestOf(IEnumerable<(int Source, double Second)> events)
    {
        var clock = new TaskClock();
        foreach (var (source, second) in events) clock.Observe(source, At(second));
        return clock.Newest;
    }

    private static EventTime At(double second) => Noon + TimeSpan.FromSeconds(second);

    private static long Appended(double second) => At(second).UnixMilliseconds;
}
