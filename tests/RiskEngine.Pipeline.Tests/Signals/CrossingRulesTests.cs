namespace RiskEngine.Pipeline.Tests.Signals;

/// <summary>Rules over several partitions find what one task over all events finds, however the tasks run beside each other.</summary>
public class CrossingRulesTests
{
    private const int Streams = 60;

    [Fact]
    public async Task Rules_by_area_find_in_many_tasks_what_one_task_finds()
    {
        var transitions = 0;
        for (var seed = 1; seed <= Streams; seed++)
        {
            var streams = CrossingStreams.OfEvents(seed);
            var random = new Random(seed);
            using var city = streams.City();
            await StartAll(city);
            while (city.Producers.Any(task => city.Lag(task) > 0)) Step(city, random);
            End(city, streams);
            AssertSame(seed, streams.InOneTask(), city.Crossing);
            transitions += city.Crossing.Count;
        }

        Assert.True(transitions > 10 * Streams, $"only {transitions} transitions: the streams show little");
    }

    [Fact]
    public async Task Kills_of_any_task_at_any_moment_change_nothing()
    {
        var kills = 0;
        for (var seed = 1; seed <= Streams; seed++)
        {
            var streams = CrossingStreams.OfEvents(seed);
            var random = new Random(seed);
            using var city = streams.City();
            await StartAll(city);
            while (city.Producers.Any(task => city.Lag(task) > 0))
            {
                Step(city, random);
                var tasks = city.Producers.Concat(city.Readers).ToList();
                var task = tasks[random.Next(tasks.Count)];
                if (random.Next(3) == 0) await city.Save(task, isLast: random.Next(4) == 0);
                if (random.Next(4) > 0) continue;
                await city.Start(task);
                kills++;
            }

            End(city, streams);
            AssertSame(seed, streams.InOneTask(), city.Crossing);
        }

        Assert.True(kills > 5 * Streams, $"{kills} kills");
    }

    [Fact]
    public async Task Correlations_of_alerts_that_arrive_in_the_order_of_their_times_find_what_one_task_finds()
    {
        var transitions = 0;
        for (var seed = 1; seed <= Streams; seed++)
        {
            var streams = CrossingStreams.OfAlerts(seed);
            var random = new Random(seed);
            using var city = streams.City();
            await StartAll(city);
            foreach (var e in streams.Events)
            {
                city.Read(e.Task, 1);
                foreach (var task in city.Producers) city.Tick(task, e.At);
                MarkAll(city);
                city.Settle();
                var tasks = city.Producers.Concat(city.Readers).ToList();
                var restarted = tasks[random.Next(tasks.Count)];
                if (random.Next(10) > 0) continue;
                await city.Save(restarted);
                await city.Start(restarted);
            }

            End(city, streams);
            AssertSame(seed, streams.InOneTask(), city.Crossing);
            transitions += city.Crossing.Count;
        }

        Assert.True(transitions > 3 * Streams, $"only {transitions} transitions: the streams show little");
    }

    /// <summary>Some task reads a little, some marks, some reader reads.</summary>
    private static void Step(SignalCity city, Random random)
    {
        var producers = city.Producers.ToList();
        city.Read(producers[random.Next(producers.Count)], random.Next(1, 6));
        if (random.Next(2) == 0) city.Mark(producers[random.Next(producers.Count)]);
        foreach (var reader in city.Readers.Where(_ => random.Next(2) == 0)) city.Read(reader, random.Next(1, 9));
    }

    private static async Task StartAll(SignalCity city)
    {
        foreach (var task in city.Producers.Concat(city.Readers).ToList()) await city.Start(task);
        MarkAll(city);
    }

    private static void MarkAll(SignalCity city)
    {
        foreach (var task in city.Producers) city.Mark(task);
    }

    private static void End(SignalCity city, CrossingStreams streams)
    {
        foreach (var task in city.Producers) city.Tick(task, streams.End);
        MarkAll(city);
        city.Settle();
    }

    private static void AssertSame(int seed, List<string> expected, List<string> found)
    {
        var (wanted, have) = (expected.Order(StringComparer.Ordinal).ToList(), found.Order(StringComparer.Ordinal).ToList());
        if (wanted.SequenceEqual(have)) return;
        Assert.Fail($"streams {seed}: missing\n  {string.Join("\n  ", wanted.Except(have))}\ntoo many\n  {string.Join("\n  ", have.Except(wanted))}");
    }
}
