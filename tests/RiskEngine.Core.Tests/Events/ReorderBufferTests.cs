using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Events;

public sealed class ReorderBufferTests
{
    [Fact]
    public void Events_are_handed_on_in_order_of_time_then_arrival_once_the_watermark_is_at_them()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            var lateness = TimeSpan.FromMilliseconds(random.Next(4) * 700);
            var buffer = new ReorderBuffer(lateness);
            var reached = EventTime.MinValue;
            var waiting = new List<(long At, long Offset)>();
            var newest = -5_000_000L;
            for (var offset = 0L; offset < 200; offset++)
            {
                newest += random.Next(3) * random.Next(400_000);
                var at = newest - random.NextInt64(RandomSpan(lateness) + 1);
                reached = EventTime.Max(reached, new EventTime(at) - lateness);
                Add(buffer, at, offset);
                waiting.Add((at, offset));
                Assert.Equal(waiting.Min(e => e.Offset), buffer.SmallestOffset);
                if (random.Next(3) == 0) Release();
            }

            reached = new EventTime(newest);
            Release();
            Assert.Equal((0, null), (buffer.Count, buffer.SmallestOffset));

            void Release()
            {
                var expected = waiting.Where(e => e.At <= reached.Micros).OrderBy(e => e.At).ThenBy(e => e.Offset).ToList();
                var released = new List<(long, long)>();
                buffer.Release(reached, (batch, index) => released.Add((batch[index].Time.Micros, batch[index].Offset)));
                Assert.Equal(expected, released);
                waiting = [.. waiting.Except(expected)];
                Assert.Equal(waiting.Count, buffer.Count);
            }
        }
    }

    [Fact]
    public void Without_lateness_events_of_one_time_leave_in_order_of_arrival_at_once()
    {
        var buffer = new ReorderBuffer(TimeSpan.Zero);
        var released = new List<long>();
        for (var offset = 0L; offset < 10; offset++)
        {
            Add(buffer, 42, offset);
            buffer.Release(new EventTime(42), (batch, index) => released.Add(batch[index].Offset));
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), released);
    }

    private static long RandomSpan(TimeSpan lateness) => lateness.Ticks / TimeSpan.TicksPerMicrosecond;

    private static void Add(ReorderBuffer buffer, long at, long offset)
    {
        var batch = new EventBatch();
        batch.Add(new Event { Kind = 1, Source = 1, Site = 1, Time = new EventTime(at), Offset = offset });
        buffer.Add(batch[0], batch);
    }
}
