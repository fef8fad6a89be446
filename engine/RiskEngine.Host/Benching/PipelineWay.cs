using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Host.Backtesting;
using RiskEngine.Host.Running;
using RiskEngine.Pipeline;

namespace RiskEngine.Host.Benching;

/// <summary>The engine's own data path from memory: decode, watermark, rules, alerts; without Kafka and Redis.</summary>
internal sealed class PipelineWay : IBenchWay
{
    private readonly TaskBatch _batch = new();
    private readonly TaskPump _pump;

    public PipelineWay(BenchProfile profile, IReadOnlyList<Rule> rules)
    {
        Task = new TaskState(new TaskId("bench", 0), RuleSetRun.PartsOf(rules, profile.Lateness, observer: null));
        _pump = new TaskPump(Task, batch => Alerts += batch.Alerts.Count);
    }

    public string Name => "pipeline";

    public string What => "the engine's data path from memory, without Kafka and Redis";

    public TaskState Task { get; }

    public long Alerts { get; private set; }

    public void Work(RecordBatch records)
    {
        var own = _batch.Records;
        _batch.Records = records;
        _pump.Push(_batch);
        _batch.Records = own;
        _batch.Clear();
    }

    public void Finish(long events)
    {
        _batch.Tick = Task.Watermark.Value + Task.Watermark.AllowedLateness;
        _pump.Push(_batch);
        _batch.Clear();
        var ledger = Task.Ledger;
        if (!ledger.Balances || ledger.Consumed != events || ledger.DeadLettered > 0 || ledger.Waiting > 0)
        {
            throw new InvalidOperationException($"the ledger does not account for {events} events: {ledger}");
        }
    }

    public void Dispose() => _pump.Dispose();
}
