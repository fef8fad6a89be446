using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Running;

/// <summary>Keeps what is published; acknowledges at once, or when the test says so.</summary>
internal class MemoryOutput : IAlertOutput
{
    private Acknowledgements? _open;

    public List<string> Published { get; } = [];

    public bool HoldsBack { get; init; }

    public Exception? Fault { get; set; }

    public bool IsClosed { get; private set; }

    public void Publish(TaskOutput output, Acknowledgements acknowledgements, CancellationToken cancellationToken)
    {
        if (Fault is { } fault) throw fault;
        foreach (var alert in output.Alerts)
        {
            Published.Add($"{alert.Rule.Id} {alert.State} {alert.Key}{(alert.OnIdleClock ? " idle" : "")}{(alert.Rebuilt ? " rebuilt" : "")}");
            acknowledgements.Sent();
            if (HoldsBack) _open = acknowledgements;
            else acknowledgements.Acknowledged();
        }
    }

    /// <summary>Acknowledges the last alert that was held back.</summary>
    public void Acknowledge() => _open?.Acknowledged();

    public void Refuse(string reason) => _open?.Failed(reason);

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return ValueTask.CompletedTask;
    }
}
