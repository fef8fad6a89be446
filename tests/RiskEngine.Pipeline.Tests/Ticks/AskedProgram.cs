using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Ticks;

/// <summary>A task that only has a place and a time, and reads requests that begin with a brace.</summary>
internal sealed class AskedProgram() : TaskProgram(TaskRig.Id)
{
    public EventTime Now { get; set; } = EventTime.MinValue;

    public override EventTime Newest => Now;

    public override Ledger Ledger => default;

    public override TimeSpan RebuildSpan => TimeSpan.Zero;

    public override bool Reads(ReadOnlyMemory<byte> request) => request.Length > 0 && request.Span[0] == (byte)'{';

    public override EventTime? LatestTime(RecordBatch records) => null;

    public override long? Restore(StoredTask stored, Action<string, string, string> refused) => null;

    public override long RestorePlace(TaskCheckpoint checkpoint) => checkpoint.ResumeOffset;

    public override void BeginRebuild(long start, long end, TaskCheckpoint? lost) => Rebuild = new Rebuild(start, end, default);

    public override TaskCheckpoint Checkpoint(ref byte[] segment, out int length, bool keepsWaiting = false) => throw new NotSupportedException("nothing is stored of it");
}
