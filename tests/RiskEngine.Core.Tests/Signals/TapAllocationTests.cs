using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Signals;

/// <summary>An event that no rule over several partitions wants costs no allocation, whatever such rules ask of it.</summary>
public class TapAllocationTests
{
    [Theory]
    [InlineData("sensor.smoke")]
    [InlineData("sensor.gas")]
    public void Looking_at_an_event_in_vain_allocates_nothing(string kind)
    {
        var vocabulary = new Vocabulary();
        var gas = RandomRules.Make("threshold", new Random(1), TimeSpan.FromSeconds(1), "gas") with
        {
            By = new KeyBy(KeyKind.Area, "district", 1),
            Where = new EventCondition("never", static _ => Outcome.False),
        };
        var sequence = gas with
        {
            Id = "sequence",
            Where = null,
            Detection = new SequenceDetection
            {
                Steps =
                [
                    new SequenceStep("gas", [new KindPattern("sensor.gas")], gas.Where, IsNegated: false, IsOptional: false),
                    new SequenceStep("door", [new KindPattern("access.door")], null, IsNegated: false, IsOptional: false),
                ],
                Within = TimeSpan.FromMinutes(1),
                Hold = TimeSpan.FromMinutes(1),
            },
        };
        var route = new SignalRoute(2, 1, "district");
        using var taps = new SignalTaps(
            [gas, sequence], [], vocabulary, new SignalSource("sensor/0", 1), route, new SignalNumbers(), new SeenMembers(vocabulary), new ByKind<TimeSpan>(TimeSpan.Zero, []));
        var batch = new EventBatch();
        batch.Add(new Event
        {
            Kind = Symbol(vocabulary.Kinds, kind),
            Source = Symbol(vocabulary.Sources, "s1"),
            Site = Symbol(vocabulary.Sites, "hx/c1"),
            Time = RosterRig.Start,
            Number = 1,
            Offset = 7,
        });
        taps.Event(batch, 0, 1, EventTime.MinValue);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) taps.Event(batch, 0, 1, EventTime.MinValue);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        List<Signal> sent = [];
        taps.Drain(sent);
        Assert.Empty(sent);
    }

    private static int Symbol(SymbolTable names, string name)
    {
        Assert.True(names.TryIntern(System.Text.Encoding.UTF8.GetBytes(name), out var symbol));
        return symbol;
    }
}
