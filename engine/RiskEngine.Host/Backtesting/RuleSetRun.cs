using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Host.Running;
using RiskEngine.Pipeline;

namespace RiskEngine.Host.Backtesting;

/// <summary>One rule set over one recording: the live data path, fed by hand.</summary>
internal sealed class RuleSetRun : IDisposable
{
    private const int BatchRecords = 2_000;
    private readonly TaskBatch _batch = new();
    private readonly TaskPump _pump;

    /// <summary>Prepares the run.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="lateness">How far behind the newest event an event may be.</param>
    /// <param name="publish">Receives every transition in order; null where nobody asks.</param>
    /// <param name="observer">Sees all measurements; null where nobody asks.</param>
    public RuleSetRun(IReadOnlyList<Rule> rules, TimeSpan lateness, Action<AlertTransition>? publish = null, IMeasurementObserver? observer = null)
    {
        History = new AlertHistory(rules);
        Task = new TaskState(new TaskId("events", 0), PartsOf(rules, lateness, observer));
        _pump = new TaskPump(Task, batch =>
        {
            foreach (var transition in batch.Candidates)
            {
                History.Add(transition);
                publish?.Invoke(transition);
            }
        });
    }

    /// <summary>The task's state.</summary>
    public TaskState Task { get; }

    /// <summary>Its alerts.</summary>
    public AlertHistory History { get; }

    /// <summary>What the task of a backtest is made from.</summary>
    public static TaskParts PartsOf(IReadOnlyList<Rule> rules, TimeSpan lateness, IMeasurementObserver? observer) => new()
    {
        Rules = rules,
        AllowedLateness = lateness,
        CreatePseudonymizer = () => new Pseudonymizer(FixedKey),
        Observer = observer,
    };

    /// <summary>Feeds one record.</summary>
    public void Add(long offset, ReadOnlySpan<byte> json)
    {
        _batch.Records.Add(offset, json);
        if (_batch.Records.Count == BatchRecords) Push();
    }

    /// <summary>Lets the clock reach the last event, and checks that no event vanished.</summary>
    public void Finish()
    {
        Push();
        _batch.Tick = Task.Watermark.Value + Task.Watermark.AllowedLateness;
        Push();
        if (!Task.Ledger.Balances) throw new InvalidOperationException($"the ledger does not balance: {Task.Ledger}");
    }

    /// <inheritdoc/>
    public void Dispose() => _pump.Dispose();

    /// <summary>One key for all backtests: equal input must give equal bytes, and recorded persons are pseudonyms of their own.</summary>
    private static PseudonymKeys FixedKey => new("bt", "riskengine backtest: not a secret"u8);

    private void Push()
    {
        _pump.Push(_batch);
        _batch.Clear();
    }
}
