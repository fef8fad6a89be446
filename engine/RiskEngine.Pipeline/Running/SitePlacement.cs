using System.Collections.Concurrent;
using RiskEngine.Core.Events;

namespace RiskEngine.Pipeline.Running;

/// <summary>Watches the contract that one site's events of one topic lie in one partition.</summary>
/// <remarks>Shared by all tasks of the process; asked only when a task meets a site for the first time.</remarks>
public sealed class SitePlacement
{
    private readonly ConcurrentDictionary<(string Topic, string Site), int> _partitions = new();
    private long _conflicts;

    /// <summary>Sites that were seen in two partitions of a topic.</summary>
    public long Conflicts => Interlocked.Read(ref _conflicts);

    /// <summary>Notes where a site was seen.</summary>
    /// <returns>The other partition where it was seen before; null where the contract holds.</returns>
    public int? Register(TaskId task, string site)
    {
        var partition = _partitions.GetOrAdd((task.Topic, site), task.Partition);
        if (partition == task.Partition) return null;
        Interlocked.Increment(ref _conflicts);
        return partition;
    }
}
