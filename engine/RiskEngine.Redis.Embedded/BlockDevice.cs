using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using RiskEngine.Core.State;
using Tsavorite.core;

namespace RiskEngine.Redis.Embedded;

/// <summary>A file of Garnet's, kept as blocks of 4096 bytes, each with its checksum behind it.</summary>
/// <remarks>
/// Garnet's own devices end the log for good at the first write that fails, need libaio, or give back whatever the disk gives them: a damaged log is then
/// replayed, or taken to end where the damage is, without a word.
/// </remarks>
internal sealed class BlockDevice(string file, bool isLog, Disk disk) : StorageDeviceBase(file, DataBytes, Devices.CAPACITY_UNSPECIFIED)
{
    /// <summary>Bytes of Garnet's in a block.</summary>
    public const int DataBytes = 4096;

    /// <summary>Bytes of a block in the file.</summary>
    public const int StoredBytes = DataBytes + Checksum.Size;

    private const int BlocksAtOnce = 64;
    private readonly ConcurrentDictionary<int, SafeFileHandle> _handles = new();
    private readonly ConcurrentDictionary<int, bool> _unflushed = new();
    private Task _writing = Task.CompletedTask;

    /// <inheritdoc/>
    public override void WriteAsync(IntPtr sourceAddress, int segmentId, ulong destinationAddress, uint numBytesToWrite, DeviceIOCompletionCallback callback, object context)
    {
        // The caller may be inside an epoch that others wait for: nothing is done on its thread. One after the other, so that a crash leaves no hole before what was written.
        lock (_unflushed) _writing = After(_writing);

        async Task After(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            await disk.PersistAsync(NameOf(segmentId), () => Write(sourceAddress, segmentId, (long)destinationAddress, (int)numBytesToWrite)).ConfigureAwait(false);
            callback(0, numBytesToWrite, context, null);
        }
    }

    /// <inheritdoc/>
    public override void ReadAsync(int segmentId, ulong sourceAddress, IntPtr destinationAddress, uint readLength, DeviceIOCompletionCallback callback, object context)
    {
        _ = Task.Run(() =>
        {
            Exception? failure = null;
            try
            {
                Read(segmentId, (long)sourceAddress, destinationAddress, (int)readLength);
            }
            catch (Exception fault)
            {
                failure = fault;
                disk.Damaged(NameOf(segmentId), StoredOffset((long)sourceAddress), fault.Message);
            }

            callback(failure is null ? 0 : uint.MaxValue, failure is null ? readLength : 0, context, failure);
        });
    }

    /// <summary>Waits until all that was written is on the disk itself, not only with the operating system.</summary>
    public void FlushToDisk()
    {
        foreach (var segment in _unflushed.Keys)
        {
            if (_unflushed.TryRemove(segment, out _) && _handles.TryGetValue(segment, out var handle)) RandomAccess.FlushToDisk(handle);
        }
    }

    /// <inheritdoc/>
    public override void RemoveSegment(int segment)
    {
        if (_handles.TryRemove(segment, out var handle)) handle.Dispose();
        if (!disk.ReadOnly) File.Delete(NameOf(segment));
    }

    /// <inheritdoc/>
    public override void RemoveSegmentAsync(int segment, AsyncCallback callback, IAsyncResult result)
    {
        RemoveSegment(segment);
        callback(result);
    }

    /// <inheritdoc/>
    public override long GetFileSize(int segment) =>
        segmentSize > 0 ? segmentSize : HandleOf(segment) is { } handle ? RandomAccess.GetLength(handle) / StoredBytes * DataBytes : 0;

    /// <inheritdoc/>
    public override void Reset() => Close();

    /// <inheritdoc/>
    public override void Dispose() => Close();

    private void Close()
    {
        foreach (var segment in _handles.Keys)
        {
            if (_handles.TryRemove(segment, out var handle)) handle.Dispose();
        }
    }

    private unsafe void Write(IntPtr source, int segment, long offset, int bytes)
    {
        if (disk.ReadOnly) throw new InvalidOperationException("the files of this generation are read only");
        var handle = HandleOf(segment) ?? throw new IOException("the file cannot be opened");
        var buffer = ArrayPool<byte>.Shared.Rent(BlocksAtOnce * StoredBytes);
        try
        {
            for (var done = 0; done < bytes;)
            {
                var blocks = Math.Min(BlocksAtOnce, (bytes - done) / DataBytes);
                for (var block = 0; block < blocks; block++)
                {
                    var data = new ReadOnlySpan<byte>((byte*)source + done + (block * DataBytes), DataBytes);
                    var stored = buffer.AsSpan(block * StoredBytes, StoredBytes);
                    data.CopyTo(stored);
                    BinaryPrimitives.WriteUInt32LittleEndian(stored[DataBytes..], Checksum.Of(stored[..DataBytes]));
                }

                RandomAccess.Write(handle, buffer.AsSpan(0, blocks * StoredBytes), StoredOffset(offset + done));
                done += blocks * DataBytes;
            }

            _unflushed[segment] = true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private unsafe void Read(int segment, long offset, IntPtr destination, int bytes)
    {
        var target = new Span<byte>((void*)destination, bytes);
        var handle = HandleOf(segment);
        var buffer = ArrayPool<byte>.Shared.Rent(BlocksAtOnce * StoredBytes);
        try
        {
            for (var done = 0; done < bytes;)
            {
                var blocks = Math.Min(BlocksAtOnce, (bytes - done) / DataBytes);
                var stored = buffer.AsSpan(0, blocks * StoredBytes);
                var got = handle is null ? 0 : ReadFully(handle, stored, StoredOffset(offset + done));
                stored[got..].Clear();
                for (var block = 0; block < blocks; block++, done += DataBytes)
                {
                    Take(segment, offset + done, stored.Slice(block * StoredBytes, StoredBytes), target.Slice(done, DataBytes));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Take(int segment, long offset, ReadOnlySpan<byte> stored, Span<byte> target)
    {
        var data = stored[..DataBytes];
        var isWhole = BinaryPrimitives.ReadUInt32LittleEndian(stored[DataBytes..]) == Checksum.Of(data);
        if (isWhole || !isLog)
        {
            if (isWhole) data.CopyTo(target);
            else target.Clear();
            return;
        }

        // Behind what is confirmed the log may end in a block that a crash tore: its old bytes are the beginning of its new ones, so Garnet finds every record that counts.
        data.CopyTo(target);
        if (Math.Max(0, segment * segmentSize) + offset + DataBytes > disk.ConfirmedUntil) return;
        disk.Damaged(NameOf(segment), StoredOffset(offset), stored.ContainsAnyExcept((byte)0) ? "the bytes do not fit their checksum" : "bytes are missing");
    }

    private static int ReadFully(SafeFileHandle handle, Span<byte> buffer, long offset)
    {
        var got = 0;
        while (got < buffer.Length && RandomAccess.Read(handle, buffer[got..], offset + got) is > 0 and var more) got += more;
        return got;
    }

    private SafeFileHandle? HandleOf(int segment)
    {
        if (_handles.TryGetValue(segment, out var open)) return open;
        var name = NameOf(segment);
        if (disk.ReadOnly && !File.Exists(name)) return null;
        if (Path.GetDirectoryName(name) is { } folder && !disk.ReadOnly) Directory.CreateDirectory(folder);
        var fresh = disk.ReadOnly ? File.OpenHandle(name) : File.OpenHandle(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var kept = _handles.GetOrAdd(segment, fresh);
        if (kept != fresh) fresh.Dispose();
        return kept;
    }

    private string NameOf(int segment) => GetSegmentFilename(FileName, segment);

    private static long StoredOffset(long offset) => offset / DataBytes * StoredBytes;
}
