using RiskEngine.Core.Alerts;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Pipeline.Tasks;

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
    public async Task Pitfall_5_owners_that_go_on_beside_their_successors_change_nothing()
    {
        var beside = 0;
        for (var seed = 1; seed <= Streams; seed++)
        {
            var streams = CrossingStreams.OfEvents(seed);
            var random = new Random(seed);
            using var city = streams.City();
            await StartAll(city);
            var zombies = new List<SignalCity.Life>();
            while (city.Producers.Any(task => city.Lag(task) > 0))
            {
                Step(city, random);
                foreach (var zombie in zombies.Where(_ => random.Next(2) == 0))
                {
                    city.Read(zombie, random.Next(1, 4));
                    zombie.Pump.Push(new TaskInput.Mark(random.Next(2) == 0));
                }

                var task = CrossingStreams.Tasks[random.Next(CrossingStreams.Tasks.Length)];
                if (random.Next(5) == 0) await city.Save(task);
                if (random.Next(8) > 0) continue;
                zombies.Add(city.Of(task));
                await city.Start(task);
                city.Mark(task);
                beside++;
            }

            End(city, streams);
            AssertSame(seed, streams.InOneTask(), city.Crossing);
        }

        Assert.True(beside > Streams, $"{beside} owners that went on");
    }

    [Fact]
    public async Task An_owner_that_is_gone_is_waited_for_and_then_alerts_say_that_it_is_missing()
    {
        var streams = CrossingStreams.OfAlerts(1);
        using var city = new SignalCity(streams.Rules, TimeSpan.Zero, partitions: 1, producers: CrossingStreams.Tasks);
        var (gas, door) = (CrossingStreams.Tasks[0], CrossingStreams.Tasks[2]);
        await StartAll(city);
        city.Write(gas, "sensor.gas", "g1", "huaxi/c1/b1", RandomStream.Start, 10);
        city.Write(gas, "sensor.smoke", "s1", "huaxi/c1/b1", RandomStream.Start + TimeSpan.FromSeconds(1), 10);
        city.Write(door, "access.door", "d1", "huaxi/c1/b1", RandomStream.Start + TimeSpan.FromSeconds(2), 10);
        for (var second = 0; second < 40; second++)
        {
            // The second partition of the sensors has no owner any more.
            city.Now += TimeSpan.FromSeconds(1);
            if (second == 0) city.Read(gas, 2);
            if (second == 35) city.Read(door, 1);
            foreach (var task in new[] { gas, door }) city.Tick(task, RandomStream.Start + TimeSpan.FromSeconds(2 + second));
            foreach (var task in new[] { gas, door }) city.Mark(task);
            city.Settle();
        }

        Assert.Empty(city.Transitions[0].Incomplete);
        var later = city.Transitions.Where(transition => transition.Incomplete.Count > 0).ToList();
        Assert.NotEmpty(later);
        Assert.All(later, transition => Assert.Equal(["risk.events.sensor.v1/1"], transition.Incomplete));
        using var json = new AlertJson();
        Assert.Contains("\"incomplete\":[\"risk.events.sensor.v1/1\"]", System.Text.Encoding.UTF8.GetString(json.Encode(later[0])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rules_that_count_alerts_which_arrive_in_the_order_of_their_times_find_what_one_task_finds(bool isShare)
    {
        var transitions = 0;
        for (var seed = 1; seed <= Streams; seed++)
        {
            var streams = isShare ? CrossingStreams.OfMembers(seed) : CrossingStreams.OfAlerts(seed);
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
