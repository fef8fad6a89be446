using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Ticks;

/// <summary>A log that grows, with an idle clock that ticks whenever it likes where the log ends: how far time comes differs with each life of a task.</summary>
/// <param name="script">The log.</param>
/// <param name="random">Decides how many records come at once, and when the clock ticks.</param>
/// <param name="next">Offset of the first record.</param>
internal sealed class RestlessSource(LogScript script, Random random, long next) : ITaskSource
{
    private static readonly long Appended = (RandomStream.Start + TimeSpan.FromDays(30)).UnixMilliseconds;
    private static readonly ConditionalWeakTable<LogScript, StrongBox<int>> Grown = [];
    private readonly StrongBox<int> _grown = Grown.GetOrCreateValue(script);
    private long _next = Math.Max(next, LogScript.FirstOffset);

    public TaskId Id => TaskRig.Id;

    public bool AtEnd => _next == LogScript.FirstOffset + script.Records.Count;

    public long? Lag => null;

    /// <summary>Whether its clock has stopped.</summary>
    public bool IsQuiet { get; set; }

    public Task<long> StartAt(long? offset) => throw new NotSupportedException();

    public bool TryTake(EventTime watermark, [NotNullWhen(true)] out TaskInput? input)
    {
        input = null;
        var end = LogScript.FirstOffset + _grown.Value;
        if (_next == end)
        {
            if (random.Next(3) == 0) _grown.Value = Math.Min(_grown.Value + random.Next(1, 9), script.Records.Count);
            if (watermark < RandomStream.Start || IsQuiet || random.Next(3) == 0) return false;
            input = new TaskInput.Tick(watermark + TimeSpan.FromMilliseconds(random.Next(1, 6000)));
            return _next == LogScript.FirstOffset + _grown.Value;
        }

        var records = new RecordBatch();
        for (var left = random.Next(1, 9); left > 0 && _next < end; left--) records.Add(_next, script.Records[(int)(_next++ - LogScript.FirstOffset)], Appended);
        input = new TaskInput.Records(records);
        return true;
    }

    public void Return(TaskInput input)
    {
    }

    public ValueTask<bool> WaitAsync(CancellationToken stop) => throw new NotSupportedException();

    public void Commit(long nextOffset)
    {
    }
}
