namespace RiskEngine.Sinks.Delivery;

/// <summary>Counts what a sink does. Any thread may look.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">Its type.</param>
public sealed class SinkStatus(string name, string type)
{
    private readonly Lock _gate = new();
    private SinkReport _report = new(name, type, 0, 0, 0, 0, 0, null, null, null);

    /// <summary>What it has done so far.</summary>
    public SinkReport Report
    {
        get
        {
            lock (_gate) return _report;
        }
    }

    /// <summary>Records that wait.</summary>
    public void Waiting(long? records) => Change(report => report with { Lag = records });

    internal void Accepted() => Change(report => report with { Sent = report.Sent + 1, FailingSince = null, LastFault = null });

    internal void Works() => Change(report => report with { FailingSince = null, LastFault = null });

    internal void Filtered() => Change(report => report with { Filtered = report.Filtered + 1 });

    internal void Repeated() => Change(report => report with { Repeated = report.Repeated + 1 });

    internal void Refused() => Change(report => report with { Refused = report.Refused + 1 });

    internal void Retried() => Change(report => report with { Retried = report.Retried + 1 });

    internal void Failed(string fault, DateTimeOffset now) => Change(report => report with { LastFault = fault, FailingSince = report.FailingSince ?? now });

    private void Change(Func<SinkReport, SinkReport> change)
    {
        lock (_gate) _report = change(_report);
    }
}
