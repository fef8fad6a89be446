using System.Globalization;
using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests;

public sealed class TaskStateTests
{
    private const int Limit = 100;
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    /// <summary>A crowded task starts again to be free of names that are not in use; those of events that wait for the watermark are.</summary>
    [Fact]
    public void Names_of_waiting_events_do_not_crowd_a_task_and_names_that_expired_do()
    {
        var state = State();
        using var pump = new TaskPump(state, _ => { });

        Push(pump, second: 1, Limit - 1, i => $"meter-{i}");
        Assert.Equal(Limit - 1, state.Evaluator.WaitingCopies);
        Assert.False(state.IsCrowded);

        Push(pump, second: 10, 1, _ => "meter-0");
        Assert.Equal(1, state.Evaluator.WaitingCopies);
        Assert.False(state.IsCrowded);

        Push(pump, second: 400, 1, _ => "meter-0");
        Push(pump, second: 420, 1, _ => "meter-0");
        Assert.True(state.IsCrowded);
    }

    private static void Push(TaskPump pump, int second, int records, Func<int, string> source)
    {
        var batch = new RecordBatch();
        var time = Start.AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        for (var i = 0; i < records; i++)
        {
            var json = $$"""{"kind":"sensor.gas","source":"{{source(i)}}","site":"a/b","time":"{{time}}","value":1}""";
            batch.Add(second + i, Encoding.UTF8.GetBytes(json), Start.AddSeconds(second).ToUnixTimeMilliseconds());
        }

        pump.Push(new TaskInput.Records(batch));
    }

    private static TaskState State() => new(new TaskId("events", 0), new TaskDefinition
    {
        MaxSources = Limit,
        Disorder = new ByKind<TimeSpan>(TimeSpan.FromSeconds(2), []),
        Expiry = new KeyExpiry(TimeSpan.FromMinutes(5)),
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
                Detection = new ThresholdDetection(new EventNumber("value", e => e.Event.Number)),
                Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Red] = new("> 5", Comparison.Greater, 5) }),
                Message = MessageTemplate.Parse("r"),
            },
        ],
    });
}
