using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using RiskEngine.Core.State;

namespace RiskEngine.Redis.Embedded;

/// <summary>A file of blocks of 4096 bytes, each with its checksum behind it. Any thread may call; nobody writes a block while another reads it.</summary>
internal sealed class BlockFile(string name, bool isLog, Disk disk) : IDisposable
{
    /// <summary>Bytes of data in a block.</summary>
    public const int DataBytes = 4096;

    /// <summary>Bytes of a block in the file.</summary>
    public const int StoredBytes = DataBytes + Checksum.Size;

    private const int BlocksAtOnce = 64;
    private readonly Lock _opening = new();
    private volatile SafeFileHandle? _handle;
    private volatile bool _isUnflushed;

    /// <summary>The file.</summary>
    public string Name => name;

    /// <summary>Bytes of data in it.</summary>
    public long Length => TryOpen() is { } handle ? RandomAccess.GetLength(handle) / StoredBytes * DataBytes : 0;

    /// <summary>Writes whole blocks.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        var handle = TryOpen() ?? throw new InvalidOperationException("this generation is only looked at");
        var buffer = ArrayPool<byte>.Shared.Rent(BlocksAtOnce * StoredBytes);
        try
        {
            for (var done = 0; done < data.Length;)
            {
                var blocks = Math.Min(BlocksAtOnce, (data.Length - done) / DataBytes);
                for (var block = 0; block < blocks; block++)
                {
                    var stored = buffer.AsSpan(block * StoredBytes, StoredBytes);
                    data.Slice(done + (block * DataBytes), DataBytes).CopyTo(stored);
                    BinaryPrimitives.WriteUInt32LittleEndian(stored[DataBytes..], Checksum.Of(stored[..DataBytes]));
                }

                RandomAccess.Write(handle, buffer.AsSpan(0, blocks * StoredBytes), StoredOffset(offset + done));
                done += blocks * DataBytes;
            }

            _isUnflushed = true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads the file from its beginning to the first block that is not as it was written.</summary>
    /// <returns>Where that block begins, and what is wrong with it.</returns>
    public (long Offset, string Fault) FindEnd()
    {
        var handle = TryOpen();
        var buffer = ArrayPool<byte>.Shared.Rent(BlocksAtOnce * StoredBytes);
        try
        {
            for (var offset = 0L; ; offset += BlocksAtOnce * DataBytes)
            {
                var stored = buffer.AsSpan(0, BlocksAtOnce * StoredBytes);
                var got = handle is null ? 0 : ReadFully(handle, stored, StoredOffset(offset));
                for (var block = 0; block < BlocksAtOnce; block++)
                {
                    var at = offset + (block * DataBytes);
                    if ((block + 1) * StoredBytes > got) return (at, "bytes are missing");
                    if (!IsWhole(stored.Slice(block * StoredBytes, StoredBytes))) return (at, "the bytes do not fit their checksum");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads whole blocks; damage is noted with the disk.</summary>
    public void Read(long offset, Span<byte> target)
    {
        var handle = TryOpen();
        var buffer = ArrayPool<byte>.Shared.Rent(BlocksAtOnce * StoredBytes);
        try
        {
            for (var done = 0; done < target.Length;)
            {
                var blocks = Math.Min(BlocksAtOnce, (target.Length - done) / DataBytes);
                var stored = buffer.AsSpan(0, blocks * StoredBytes);
                var got = handle is null ? 0 : ReadFully(handle, stored, StoredOffset(offset + done));
                stored[got..].Clear();
                for (var block = 0; block < blocks; block++, done += DataBytes) Take(offset + done, stored.Slice(block * StoredBytes, StoredBytes), target.Slice(done, DataBytes));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Waits until all that was written is on the disk itself, not only with the operating system.</summary>
    public void FlushToDisk()
    {
        if (!_isUnflushed || _handle is not { } handle) return;
        _isUnflushed = false;
        RandomAccess.FlushToDisk(handle);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();

    /// <summary>Where a block is in the file.</summary>
    public static long StoredOffset(long offset) => offset / DataBytes * StoredBytes;

    private void Take(long offset, ReadOnlySpan<byte> stored, Span<byte> target)
    {
        target.Clear();
        if (isLog && offset >= disk.EndOfLog)
        {
            // The block that a crash tore began with the same bytes before: up to what is confirmed they are as they were written.
            var confirmed = offset == disk.EndOfLog ? (int)Math.Clamp(disk.ConfirmedUntil - offset, 0, DataBytes) : 0;
            stored[..confirmed].CopyTo(target);
        }
        else if (IsWhole(stored))
        {
            stored[..DataBytes].CopyTo(target);
        }
        else if (isLog)
        {
            disk.Damaged(name, StoredOffset(offset), "the bytes do not fit their checksum");
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> stored) => BinaryPrimitives.ReadUInt32LittleEndian(stored[DataBytes..]) == Checksum.Of(stored[..DataBytes]);

    private static int ReadFully(SafeFileHandle handle, Span<byte> buffer, long offset)
    {
        var got = 0;
        while (got < buffer.Length && RandomAccess.Read(handle, buffer[got..], offset + got) is > 0 and var more) got += more;
        return got;
    }

    /// <summary>Opens the file, and makes it where it may be written.</summary>
    /// <returns>Null where it is not there and may not be made.</returns>
    private SafeFileHandle? TryOpen()
    {
        lock (_opening)
        {
            if (_handle is not null) return _handle;
            if (disk.ReadOnly) return _handle = File.Exists(name) ? File.OpenHandle(name) : null;
            if (Path.GetDirectoryName(name) is { } folder) Directory.CreateDirectory(folder);
            return _handle = File.OpenHandle(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        }
    }
}
