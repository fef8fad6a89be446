using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Tests.Delivery;

/// <summary>A sink that accepts, or fails as it is told.</summary>
internal sealed class FakeSink : IRepeatingSink
{
    public List<string> Accepted { get; } = [];

    public List<int> Batches { get; } = [];

    public List<string> Recalled { get; } = [];

    public int Repeats { get; private set; }

    /// <summary>What each attempt fails with; null for none.</summary>
    public Func<IReadOnlyList<Notice>, Exception?> Fault { get; init; } = _ => null;

    public TimeSpan RepeatEvery => TimeSpan.FromMinutes(1);

    public void Recall(Notice notice) => Recalled.Add(notice.Id);

    public Task SendAsync(IReadOnlyList<Notice> notices, Action<Notice> accepted, CancellationToken cancellationToken)
    {
        Batches.Add(notices.Count);
        if (Fault(notices) is { } fault) throw fault;
        Accepted.AddRange(notices.Select(notice => notice.Id));
        return Task.CompletedTask;
    }

    public Task RepeatAsync(CancellationToken cancellationToken)
    {
        Repeats++;
        return Fault([]) is { } fault ? Task.FromException(fault) : Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
