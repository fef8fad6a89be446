using RiskEngine.Core.Tasks;
using RiskEngine.Pipeline.Running;
using RiskEngine.Reading.History;
using RiskEngine.Service.Http.Api.Shapes;

namespace RiskEngine.Service.Http.Api;

/// <summary><c>/vitals</c> and <c>/tasks</c>: how this instance fares.</summary>
internal sealed class EngineVitals(ApiSources sources)
{
    private const int Samples = 6;
    private readonly Lock _gate = new();
    private readonly Queue<(long At, long Consumed)> _samples = new();
    private readonly DateTimeOffset _started = sources.Time.GetUtcNow();

    /// <summary>How many clients look on.</summary>
    public Func<int> Clients { get; set; } = static () => 0;

    public IEnumerable<ApiOperation> All() =>
    [
        new("/vitals", "How the engine fares: throughput, lag, latency, ledger, and what is open.", typeof(VitalsView), _ => Now()),
        new("/tasks", "The tasks of this instance.", typeof(ItemList<TaskView>), _ => new ItemList<TaskView>([.. sources.Tasks().Select(TaskView.Of)])),
    ];

    /// <summary>Notes how far the tasks have come; called about once a second.</summary>
    public void Sample()
    {
        var consumed = sources.Tasks().Sum(task => task.Ledger.Consumed);
        lock (_gate)
        {
            // Tasks that went to another instance take their counts with them.
            if (_samples.Count > 0 && _samples.Last().Consumed > consumed) _samples.Clear();
            _samples.Enqueue((sources.Time.GetTimestamp(), consumed));
            if (_samples.Count > Samples) _samples.Dequeue();
        }
    }

    public VitalsView Now()
    {
        var tasks = sources.Tasks();
        var health = sources.Health();
        var (kafka, store) = sources.Contacts();
        var counts = sources.Model?.Picture.Counts;
        return new VitalsView
        {
            At = sources.Time.GetUtcNow(),
            EventTime = tasks.Count > 0 && tasks.Max(task => task.Watermark) is var newest && newest > Core.Time.EventTime.MinValue ? newest.ToDateTimeOffset() : null,
            TimeZone = sources.TimeZone,
            Version = typeof(EngineVitals).Assembly.GetName().Version?.ToString(3) ?? "",
            Started = _started,
            Ready = health.Ready,
            Reasons = [.. health.Reasons.Select(sources.Secrets.Mask)],
            Notes = [.. health.Notes.Select(sources.Secrets.Mask)],
            EventsPerSecond = Rate(),
            Lag = tasks.All(task => task.Lag is not null) ? tasks.Sum(task => task.Lag) : null,
            Tasks = new VitalsView.TaskCounts(tasks.Count(task => task.Phase == TaskPhase.Running), tasks.Count),
            Rules = sources.Rules.Current.Rules.Count + sources.Rules.Current.Crossing.Count,
            Latency = sources.Model?.History.Delays.Figures is var (count, half, most) ? new VitalsView.Latencies(Math.Round(half, 3), Math.Round(most, 3), count) : null,
            Ledger = LedgerView.Of(tasks.Aggregate(default(Ledger), (sum, task) => sum + task.Ledger)),
            Alerts = counts?.Alerts,
            Incidents = counts is null ? null : new VitalsView.IncidentCounts(counts.Incidents, counts.Unacknowledged),
            Reading = Reading(counts?.Places ?? 0),
            Kafka = kafka,
            Store = store,
        };
    }

    private VitalsView.ReadingView? Reading(int places) => sources.Model is not { } model ? null : new VitalsView.ReadingView(
        model.Picture.HasCaughtUp, model.Picture.Waiting + model.History.Waiting, $"{model.History.State}".ToLowerInvariant(),
        model.History.State == HistoryState.Off ? null : model.History.Since, model.History.Fault is { } fault ? sources.Secrets.Mask(fault) : null, Clients(), places);

    /// <summary>Events a second over the last samples; 0 before there are two.</summary>
    private double Rate()
    {
        lock (_gate)
        {
            if (_samples.Count < 2) return 0;
            var ((from, before), (to, after)) = (_samples.Peek(), _samples.Last());
            var seconds = sources.Time.GetElapsedTime(from, to).TotalSeconds;
            return seconds <= 0 ? 0 : Math.Round((after - before) / seconds, 1);
        }
    }
}
