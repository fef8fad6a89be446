using System.Collections.Concurrent;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>Hands segments to the Redis client as chunks in arrays that are used again; a script joins them.</summary>
/// <remarks>The client takes whole arrays only. A new one for each segment, of some hundred kilobytes each second and task, goes to the large object heap, which is collected
/// rarely: with 10,000 sources the process grew to a gigabyte. Any thread may call.</remarks>
internal sealed class SegmentChunks
{
    /// <summary>Below the size from which .NET treats an object as large.</summary>
    private const int ChunkBytes = 64 * 1024;
    private const int MostSpare = 1024;
    private readonly ConcurrentBag<byte[]> _spare = [];

    /// <summary>Adds the number of chunks and the chunks to the arguments of a script.</summary>
    /// <returns>The arrays, for <see cref="Return"/>.</returns>
    public List<byte[]> Add(ReadOnlyMemory<byte> segment, List<RedisValue> arguments)
    {
        var taken = new List<byte[]>(segment.Length / ChunkBytes);
        arguments.Add((segment.Length / ChunkBytes) + 1);
        for (; segment.Length >= ChunkBytes; segment = segment[ChunkBytes..])
        {
            if (!_spare.TryTake(out var chunk)) chunk = new byte[ChunkBytes];
            segment[..ChunkBytes].CopyTo(chunk);
            taken.Add(chunk);
            arguments.Add(chunk);
        }

        arguments.Add(segment.ToArray());
        return taken;
    }

    /// <summary>Gives the arrays back once Redis has answered; after a failure they are left to the client, which may still send them.</summary>
    public void Return(List<byte[]> chunks)
    {
        foreach (var chunk in chunks)
        {
            if (_spare.Count < MostSpare) _spare.Add(chunk);
        }
    }
}
