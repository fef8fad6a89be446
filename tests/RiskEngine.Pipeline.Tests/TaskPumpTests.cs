using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests;

public sealed class TaskPumpTests
{
    private static readonly byte[] Record = """{"kind":"sensor.gas","source":"s1","site":"a/b","time":"2026-11-21T10:00:00Z","value":9}"""u8.ToArray();

    [Fact]
    public void A_batch_has_passed_when_the_push_returns()
    {
        var seen = new List<int>();
        using var pump = new TaskPump(TaskOf(e => e.Event.Number), batch => seen.Add(batch.Alerts.Count));
        pump.Push(BatchOf(1));
        Assert.Equal([1], seen);
    }

    [Fact]
    public void A_fault_of_an_operator_ends_the_pump()
    {
        var pushed = 0;
        using var pump = new TaskPump(TaskOf(_ => throw new InvalidDataException("broken invariant")), _ => pushed++);
        for (var i = 0; i < 2; i++)
        {
            var fault = Assert.Throws<InvalidOperationException>(() => pump.Push(BatchOf(1)));
            Assert.Equal("broken invariant", fault.InnerException?.Message);
        }

        Assert.Equal(0, pushed);
    }

    [Fact]
    public void A_fault_of_the_publisher_ends_the_pump()
    {
        var pushed = 0;
        using var pump = new TaskPump(TaskOf(e => e.Event.Number), _ => throw new InvalidDataException($"no room for batch {++pushed}"));
        for (var i = 0; i < 2; i++)
        {
            var fault = Assert.Throws<InvalidOperationException>(() => pump.Push(BatchOf(1)));
            Assert.Equal("no room for batch 1", fault.InnerException?.Message);
        }
    }

    [Fact]
    public void A_record_that_is_no_event_does_not_end_it()
    {
        var rejected = 0;
        using var pump = new TaskPump(TaskOf(e => e.Event.Number), batch => rejected += batch.Rejections.Count);
        var batch = new RecordBatch();
        batch.Add(0, "{"u8);
        pump.Push(new TaskInput.Records(batch));
        pump.Push(BatchOf(1));
        Assert.Equal(1, rejected);
    }

    private static TaskInput BatchOf(int records)
    {
        var batch = new RecordBatch();
        for (var i = 0; i < records; i++) batch.Add(i, Record);
        return new TaskInput.Records(batch);
    }

    private static TaskState TaskOf(Func<EventCursor, double> measure) => new(new TaskId("events", 0), new TaskDefinition
    {
        Lateness = new ByKind<TimeSpan>(TimeSpan.Zero, []),
        CreatePseudonymizer = () => new Pseudonymizer(new PseudonymKeys("p1", new byte[32])),
        Rules =
        [
            new Rule
            {
                Id = "r",
                Title = "r",
                Hash = "h",
                File = "r.yaml",
                On = [new KindPattern("sensor.**")],
                By = KeyBy.Source,
                Detection = new ThresholdDetection(new EventNumber("value", measure)),
                Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Red] = new("> 5", Comparison.Greater, 5) }),
                Message = MessageTemplate.Parse("r"),
            },
        ],
    });
}
