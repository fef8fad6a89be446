using RiskEngine.Core.Events;
using RiskEngine.Core.Tasks;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Pipeline.Tests.Ticks;

/// <summary>A log of ticks in memory.</summary>
internal sealed class MemoryTickLog : ITickLog
{
    public List<TickRecord> Records { get; } = [];

    public string Group => "tests";

    /// <summary>What an append waits for after it has been written.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task<long> AppendAsync(TickRecord record)
    {
        Records.Add(TickRecord.Decode(record.Encode()) ?? throw new InvalidOperationException("not decoded"));
        var place = Records.Count - 1;
        await Gate;
        return place;
    }

    public Task<TickHistory> ReadAsync(TaskId task, TickPlace? from, long through)
    {
        var history = new TickHistory(from);
        for (var place = (int)(from?.Next ?? 0); place <= through; place++) history.Add(place, Records[place]);
        return Task.FromResult(history);
    }

    public void Dispose()
    {
    }
}
