using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Bench;

/// <summary>The engine's own data path from memory: decode, watermark, rules, alerts; without Kafka and Redis.</summary>
internal sealed class PipelineWay : IBenchWay
{
    private readonly TaskPump _pump;

    public PipelineWay(BenchProfile profile, IReadOnlyList<Rule> rules)
    {
        Task = new TaskState(new TaskId("bench", 0), TaskDefinition.ForRecording(rules, new ByKind<TimeSpan>(TimeSpan.Zero, []), new ByKind<TimeSpan>(profile.Lateness, [])));
        _pump = new TaskPump(Task, output => Alerts += output.Alerts.Count);
    }

    public string Name => "pipeline";

    public string What => "the engine's data path from memory, without Kafka and Redis";

    public TaskState Task { get; }

    public long Alerts { get; private set; }

    public void Work(RecordBatch records)
    {
        _pump.Push(new TaskInput.Records(records));
    }

    public void Finish(long events)
    {
        _pump.Push(Task.EndOfRecording);
        var ledger = Task.Ledger;
        if (!ledger.Balances || ledger.Consumed != events || ledger.DeadLettered > 0 || ledger.Waiting > 0)
        {
            throw new InvalidOperationException($"the ledger does not account for {events} events: {ledger}");
        }
    }

    public void Dispose() => _pump.Dispose();
}
