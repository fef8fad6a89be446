using System.Collections.Concurrent;
using Tsavorite.core;

namespace RiskEngine.Redis.Embedded;

/// <summary>Files of Garnet's, kept as <see cref="BlockFile"/>s.</summary>
/// <remarks>
/// Garnet's own devices end the log for good at the first write that fails, need libaio, or give back whatever the disk gives them: a damaged log is then
/// replayed, or taken to end where the damage is, without a word.
/// </remarks>
internal sealed class BlockDevice(string name, bool isLog, Disk disk) : StorageDeviceBase(name, BlockFile.DataBytes, Devices.CAPACITY_UNSPECIFIED)
{
    private readonly ConcurrentDictionary<int, BlockFile> _files = new();
    private readonly Lock _order = new();
    private Task _writing = Task.CompletedTask;

    /// <inheritdoc/>
    public override void WriteAsync(IntPtr sourceAddress, int segmentId, ulong destinationAddress, uint numBytesToWrite, DeviceIOCompletionCallback callback, object context)
    {
        // The caller may be inside an epoch that others wait for, so nothing runs on its thread. Writes go one after another, so that a crash leaves no
        // hole before what was written.
        lock (_order) _writing = After(_writing);

        async Task After(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
            var file = FileOf(segmentId);
            await disk.PersistAsync(file.Name, () => file.Write((long)destinationAddress, Bytes(sourceAddress, numBytesToWrite))).ConfigureAwait(false);
            callback(0, numBytesToWrite, context, null);
        }
    }

    /// <inheritdoc/>
    public override void ReadAsync(int segmentId, ulong sourceAddress, IntPtr destinationAddress, uint readLength, DeviceIOCompletionCallback callback, object context)
    {
        _ = Task.Run(() =>
        {
            var file = FileOf(segmentId);
            Exception? failure = null;
            try
            {
                file.Read((long)sourceAddress, Bytes(destinationAddress, readLength));
            }
            catch (Exception fault)
            {
                failure = fault;
                disk.Damaged(file.Name, BlockFile.StoredOffset((long)sourceAddress), fault.Message);
            }

            callback(failure is null ? 0 : uint.MaxValue, failure is null ? readLength : 0, context, failure);
        });
    }

    /// <summary>Waits until all that was written is on the disk itself, not only with the operating system.</summary>
    public void FlushToDisk()
    {
        foreach (var file in _files.Values) file.FlushToDisk();
    }

    /// <inheritdoc/>
    public override void RemoveSegment(int segment)
    {
        if (_files.TryRemove(segment, out var file)) file.Dispose();
        if (!disk.ReadOnly) File.Delete(GetSegmentFilename(FileName, segment));
    }

    /// <inheritdoc/>
    public override void RemoveSegmentAsync(int segment, AsyncCallback callback, IAsyncResult result)
    {
        RemoveSegment(segment);
        callback(result);
    }

    /// <inheritdoc/>
    public override long GetFileSize(int segment) => segmentSize > 0 ? segmentSize : FileOf(segment).Length;

    /// <inheritdoc/>
    public override void Reset() => Close();

    /// <inheritdoc/>
    public override void Dispose() => Close();

    private void Close()
    {
        foreach (var segment in _files.Keys)
        {
            if (_files.TryRemove(segment, out var file)) file.Dispose();
        }
    }

    private BlockFile FileOf(int segment) =>
        _files.GetOrAdd(segment, static (number, device) => device.MakeFile(number), this);

    private BlockFile MakeFile(int segment) => new(GetSegmentFilename(FileName, segment), isLog, disk);

    private static unsafe Span<byte> Bytes(IntPtr address, uint count) => new((void*)address, (int)count);
}
