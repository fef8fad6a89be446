using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Running;

/// <summary>A runner with a source, outputs, a store and a clock that the test drives.</summary>
internal sealed class LoopRig : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private long _offset = LogScript.FirstOffset;

    public LoopRig(params IAlertOutput[] outputs)
    {
        Rules = new ActiveRules([Above("hot", 5)]);
        Environment = new TaskEnvironment
        {
            Tasks = TaskRig.PartsOf(Rules.Current.Rules, TimeSpan.Zero),
            Rules = Rules,
            Store = Store,
            OpenOutputs = _ => outputs,
            Time = Time,
            Checkpoints = new CheckpointPace(Second, long.MaxValue, Second),
            MaxUnsaved = 10 * Second,
        };
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));

    public MemorySource Source { get; } = new();

    public ControlledStore Store { get; } = new();

    public ActiveRules Rules { get; }

    public TaskEnvironment Environment { get; set; }

    public TaskRunner? Runner { get; private set; }

    public TaskRunner Start()
    {
        Runner = new TaskRunner(Source, Environment, NullLogger.Instance);
        Runner.Start();
        return Runner;
    }

    /// <summary>A batch of readings of one source.</summary>
    public TaskInput Readings(params (int Second, double Value)[] readings)
    {
        var batch = new RecordBatch();
        foreach (var (second, value) in readings) batch.Add(_offset++, LogScript.Encode(new Reading(At(second).Micros, "s1", "huaxi/c12", value, 0)));
        return new TaskInput.Records(batch);
    }

    public static EventTime At(int second) => RandomStream.Start + (Second * second);

    public static Rule Above(string id, double limit) => RandomRules.Make("threshold", new Random(1), Second, id) with
    {
        Where = null,
        By = KeyBy.Source,
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Blue] = new($"> {limit}", Comparison.Greater, limit) }),
        For = TimeSpan.Zero,
        ForReadings = 1,
        KeepFiringFor = TimeSpan.Zero,
        Clear = ClearPolicy.AtOnce,
        NoData = NoDataPolicy.Hold,
        Mode = RuleMode.Active,
    };

    public async ValueTask DisposeAsync()
    {
        if (Runner is not { } runner) return;
        runner.Abandon();
        await runner.Completion.WaitAsync(MemorySource.Patience);
    }
}
