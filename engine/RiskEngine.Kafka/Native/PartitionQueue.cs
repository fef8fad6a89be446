using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RiskEngine.Kafka.Native;

/// <summary>A partition's own queue in librdkafka, from its assignment to its removal.</summary>
internal sealed unsafe class PartitionQueue : IDisposable
{
    private readonly nint _queue;
    private readonly nint _group;
    private readonly ManualResetEventSlim _wake;
    private readonly GCHandle _self;
    private bool _hasMore = true;
    private bool _isDisposed;

    internal PartitionQueue(nint queue, nint group, ManualResetEventSlim wake)
    {
        _queue = queue;
        _group = group;
        _wake = wake;
        _self = GCHandle.Alloc(this);
        NativeConsumer.ForwardQueue(queue, 0);
        NativeConsumer.NotifyOf(queue, &OnArrival, GCHandle.ToIntPtr(_self));
    }

    /// <summary>Whether something may be there.</summary>
    public bool HasMore => Volatile.Read(ref _hasMore);

    /// <summary>Gives what is left, and what comes later, back to the group's queue, where the client drops what nobody wants any more.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        NativeConsumer.NotifyOf(_queue, null, 0);
        _self.Free();
        NativeConsumer.ForwardQueue(_queue, _group);
        NativeConsumer.DestroyQueue(_queue);
    }

    /// <summary>Has the queue looked at again, whatever was heard of it.</summary>
    public void Suspect() => Volatile.Write(ref _hasMore, true);

    /// <summary>Takes what has come.</summary>
    internal void Take(MessageBatch batch, int most)
    {
        // Before taking: what comes meanwhile may not be among what is taken.
        Volatile.Write(ref _hasMore, false);
        batch.Take(_queue, most);
        if (batch.Count == most) Volatile.Write(ref _hasMore, true);
    }

    /// <summary>Called by the client's threads, under the queue's lock: nothing of the client may be called here.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnArrival(nint client, nint self)
    {
        var queue = (PartitionQueue)GCHandle.FromIntPtr(self).Target!;
        Volatile.Write(ref queue._hasMore, true);
        queue._wake.Set();
    }
}
