using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Simulator.Communities;

namespace RiskEngine.Simulator.Tests.Communities;

public sealed class CommunitySimulatorTests
{
    private static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);

    [Fact]
    public void Same_seed_gives_the_same_bytes() => Assert.Equal(Lines(1), Lines(1));

    [Fact]
    public void Another_seed_gives_other_bytes() => Assert.NotEqual(Lines(1).Take(100), Lines(2).Take(100));

    [Fact]
    public void Events_come_in_order_of_arrival()
    {
        var (simulator, start) = Simulate(3);
        using (simulator)
        {
            var last = EventTime.MinValue;
            foreach (var e in simulator.Until(start + HalfHour))
            {
                Assert.True(e.Arrival >= last);
                last = e.Arrival;
            }
        }
    }

    [Fact]
    public void Pausing_changes_nothing()
    {
        var (simulator, start) = Simulate(4);
        using (simulator)
        {
            var paused = new List<string>();
            for (var at = start; at <= start + HalfHour; at += TimeSpan.FromSeconds(7.3)) paused.AddRange(simulator.Until(at).Select(Text));
            paused.AddRange(simulator.Until(start + HalfHour).Select(Text));

            Assert.Equal(Lines(4), paused);
        }
    }

    [Fact]
    public void Decoder_accepts_all_events_but_those_malformed_on_purpose()
    {
        var (simulator, start) = Simulate(5, HalfHour * 8);
        using (simulator)
        {
            var decoder = new EventDecoder(
                EventDecoderOptions.Default with { Strict = true }, new Vocabulary(), new Pseudonymizer(new PseudonymKeys("p1", new byte[32])));
            var events = new EventBatch();
            var rejections = new List<Rejection>();
            foreach (var e in simulator.Until(start + (HalfHour * 8)))
            {
                decoder.DecodeRecord(0, e.Json.Span, null, events, rejections);
                if (events.Count == 1) Assert.Equal(e.Family.ToString(), KindOf(e), ignoreCase: true);
                events.Clear();
            }

            Assert.InRange(simulator.Malformed, 1, 100);
            Assert.InRange(simulator.Late, 1, 200);
            Assert.Equal(simulator.Delivered, decoder.Counters.Lines);

            // Held-back messages may still be under way when the stream is cut.
            Assert.InRange(decoder.Counters.Rejected, simulator.Malformed - 2, simulator.Malformed);
        }
    }

    [Fact]
    public void Intact_messages_are_at_most_the_stated_disorder_behind()
    {
        var (simulator, start) = Simulate(6);
        using (simulator)
        {
            foreach (var e in simulator.Until(start + HalfHour))
            {
                if (!TryTime(e, out var time)) continue;
                var behind = e.Arrival - time;
                Assert.True(behind <= CommunitySimulator.Disorder || behind >= HalfHour, $"{behind} behind: {Text(e)}");
            }
        }
    }

    [Fact]
    public void A_dead_sensor_never_speaks_again()
    {
        var community = Community.Create(7, Community.DefaultStart);
        var plan = IncidentPlan.For(community, IncidentPlan.Block);
        var dead = plan.Incidents.Single(i => i.Kind == IncidentKind.DeadSensor);
        using var simulator = new CommunitySimulator(community, plan);

        var times = new List<EventTime>();
        foreach (var e in simulator.Until(community.Start + IncidentPlan.Block))
        {
            if (Text(e).Contains($"\"{dead.Sources[0]}\"", StringComparison.Ordinal) && TryTime(e, out var time)) times.Add(time);
        }

        Assert.NotEmpty(times);
        Assert.All(times, time => Assert.True(time < dead.Start));
    }

    private static (CommunitySimulator Simulator, EventTime Start) Simulate(int seed, TimeSpan? span = null)
    {
        var community = Community.Create(seed, Community.DefaultStart);
        return (new CommunitySimulator(community, IncidentPlan.For(community, span ?? IncidentPlan.Block)), community.Start);
    }

    private static List<string> Lines(int seed)
    {
        var (simulator, start) = Simulate(seed);
        using (simulator) return [.. simulator.Until(start + HalfHour).Select(Text)];
    }

    private static string Text(SimulatedEvent e) => System.Text.Encoding.UTF8.GetString(e.Json.Span);

    private static string KindOf(SimulatedEvent e) => Text(e).Split("\"kind\":\"")[1].Split('.')[0];

    private static bool TryTime(SimulatedEvent e, out EventTime time)
    {
        time = default;
        var parts = Text(e).Split("\"time\":\"");
        if (parts.Length < 2 || !DateTimeOffset.TryParse(parts[1].Split('"')[0], out var calendar)) return false;
        time = EventTime.From(calendar);
        return true;
    }
}
