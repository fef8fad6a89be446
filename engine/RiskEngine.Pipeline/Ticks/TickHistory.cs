using RiskEngine.Core.Tasks;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Ticks;

/// <summary>Which of a task's recorded ticks and requests count: those of the owner that had taken it over last.</summary>
/// <remarks>An owner that does not know yet that it has lost the task goes on recording. What it records behind the record of its successor does not count.</remarks>
/// <param name="known">From where on records are added, and whose count there; null from the start on.</param>
public sealed class TickHistory(TickPlace? known = null)
{
    private readonly List<RecordedTick> _ticks = [];

    /// <summary>The ticks that count, in the order of their places in the task's log; of ticks that follow one another at one place the last, and every request.</summary>
    public IReadOnlyList<RecordedTick> Ticks => _ticks;

    /// <summary>Where they end, and whose ticks count from there on.</summary>
    public TickPlace End { get; private set; } = known ?? new TickPlace(0, 0);

    /// <summary>Adds a record of the task.</summary>
    /// <param name="place">Its place in the log of ticks.</param>
    /// <param name="record">The record.</param>
    public void Add(long place, TickRecord record)
    {
        // Where retention has removed the record of the owner, the first tick tells who it was.
        var isOwner = End.Epoch == 0 || (record.Reached is null && (record.IsFresh || record.Epoch > End.Epoch));
        var owner = isOwner ? record.Epoch : End.Epoch;
        End = End with { Next = place + 1, Epoch = owner };
        if (record.Reached is not { } reached || record.Epoch != owner) return;
        if (record.Request is { } request) Recorded(request);
        var index = _ticks.Count;
        while (index > 0 && _ticks[index - 1].Before > record.Before) index--;
        var tick = new RecordedTick(record.Before, reached, record.Request);
        if (record.Request is null && index > 0 && _ticks[index - 1] is { Request: null } last && last.Before == record.Before)
        {
            if (last.Reached < reached) _ticks[index - 1] = tick;
        }
        else
        {
            _ticks.Insert(index, tick);
        }
    }

    /// <summary>Requests below this offset have been taken in, whether or not their records are still there.</summary>
    public void PassRequests(long next) => End = End with { Requests = Math.Max(End.Requests, next) };

    /// <summary>An owner that gets no answer records a request again and takes it in at the later place only, so that an earlier one does not count.</summary>
    private void Recorded(RecordedRequest request)
    {
        if (request.Offset < End.Requests) _ticks.RemoveAll(tick => tick.Request?.Offset == request.Offset);
        PassRequests(request.Offset + 1);
    }
}
