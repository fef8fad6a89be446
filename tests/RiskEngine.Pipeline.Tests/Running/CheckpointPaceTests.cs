using RiskEngine.Pipeline.Running;

namespace RiskEngine.Pipeline.Tests.Running;

public sealed class CheckpointPaceTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Small_states_are_saved_once_an_interval()
    {
        var pace = new CheckpointPace(TimeSpan.FromSeconds(1), 1_000_000, TimeSpan.FromMinutes(1));
        Assert.Equal(Start.AddSeconds(1), pace.First(Start));
        for (var task = 0; task < 16; task++) Assert.InRange((pace.Next(Start, 1000) - Start).TotalSeconds, 1, 1.016);
        Assert.InRange((pace.Next(Start.AddSeconds(1), 1000) - Start).TotalSeconds, 2, 2.017);
    }

    /// <summary>Simulated for ten minutes: the rate holds, all tasks have their turn, and no two come at once.</summary>
    [Fact]
    public void Large_states_take_turns_within_the_rate()
    {
        const int Tasks = 16;
        const long Bytes = 5_000_000;
        var pace = new CheckpointPace(TimeSpan.FromSeconds(1), 10_000_000, TimeSpan.FromMinutes(1));
        var due = Enumerable.Range(0, Tasks).Select(_ => pace.First(Start)).ToArray();
        var times = new List<DateTimeOffset>();
        var counts = new int[Tasks];
        while (true)
        {
            var next = Array.IndexOf(due, due.Min());
            var now = due[next];
            if (now > Start.AddMinutes(10)) break;
            times.Add(now);
            counts[next]++;
            due[next] = pace.Next(now, Bytes);
        }

        Assert.InRange(times.Count * Bytes / 600.0, 9_500_000, 10_200_000);
        Assert.True(counts.Max() - counts.Min() <= 1);
        var settled = times.Skip(2 * Tasks).ToArray();
        Assert.All(settled.Zip(settled.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 0.49, 0.51));
    }

    [Fact]
    public void No_task_waits_longer_than_the_longest()
    {
        var pace = new CheckpointPace(TimeSpan.FromSeconds(1), 1000, TimeSpan.FromSeconds(20));
        for (var i = 0; i < 10; i++) Assert.InRange((pace.Next(Start, 1_000_000) - Start).TotalSeconds, 1, 20);
    }
}
