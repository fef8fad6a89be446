using RiskEngine.Core.Time;

namespace RiskEngine.Core.Events;

/// <summary>Holds events until the watermark reaches them and hands them on in event-time order, equal times in order of arrival.</summary>
/// <remarks>
/// A calendar of buckets: adding is constant time, a bucket is sorted only where its events arrived out of order. Because an event is handed on exactly
/// when the watermark is at or past its time, what has been handed on follows from the watermark alone, and a restart can tell it from the log.
/// Owned by one task. Benchmark: ReorderBufferBenchmarks.
/// </remarks>
public sealed class ReorderBuffer
{
    private const int BucketsPerLateness = 32;
    private const int Far = 16;
    private const int Near = 8;
    private readonly long _bucketMicros;
    private readonly Queue<LinkedListNode<Bucket>> _spare = new();
    private readonly LinkedList<Bucket> _buckets = new();

    /// <summary>Creates an empty buffer.</summary>
    /// <param name="allowedLateness">How long events wait at most, in event time; zero or above.</param>
    public ReorderBuffer(TimeSpan allowedLateness) =>
        _bucketMicros = Math.Max(1000, allowedLateness.Ticks / TimeSpan.TicksPerMicrosecond / BucketsPerLateness);

    /// <summary>Events that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Smallest log offset among the events that wait; null where none does.</summary>
    public long? SmallestOffset => SmallestOffsetFrom(long.MinValue);

    /// <summary>Smallest log offset at or above a bound among the events that wait; null where none does.</summary>
    public long? SmallestOffsetFrom(long bound)
    {
        long? smallest = null;
        foreach (var bucket in _buckets)
        {
            if (bucket.SmallestOffsetFrom(bound) is { } offset && !(smallest <= offset)) smallest = offset;
        }

        return smallest;
    }

    /// <summary>Shows every event that waits, those of one time in order of arrival: added again in this order they are handed on as they would have been.</summary>
    public void Show(Action<EventBatch, int> see)
    {
        foreach (var bucket in _buckets) bucket.Show(see);
    }

    /// <summary>Takes in an event that is on time; it is copied.</summary>
    public void Add(in Event e, EventBatch from)
    {
        BucketOf(e.Time).Add(e, from);
        Count++;
    }

    /// <summary>Hands on all events at or before the watermark.</summary>
    /// <param name="watermark">The bound, included.</param>
    /// <param name="observe">Receives each event as batch and index; the batch is reused afterwards.</param>
    /// <param name="prefetch">Told of each event of a full bucket twice before its turn, far and near, to bring memory near; null where nobody listens.</param>
    public void Release(EventTime watermark, Action<EventBatch, int> observe, Action<EventBatch, int, bool>? prefetch = null)
    {
        while (_buckets.First is { } first && first.Value.Start <= watermark.Micros)
        {
            var bucket = first.Value;
            Count -= bucket.Release(watermark, observe, prefetch);
            if (!bucket.IsEmpty) return;
            bucket.Clear();
            if (bucket.Start + _bucketMicros > watermark.Micros) return;
            _buckets.RemoveFirst();
            _spare.Enqueue(first);
        }
    }

    /// <summary>Finds the bucket of a time from the newest end, where nearly all events belong.</summary>
    private Bucket BucketOf(EventTime at)
    {
        var rest = at.Micros % _bucketMicros;
        var start = at.Micros - (rest < 0 ? rest + _bucketMicros : rest);
        var node = _buckets.Last;
        while (node is not null && node.Value.Start > start) node = node.Previous;
        if (node is not null && node.Value.Start == start) return node.Value;
        if (!_spare.TryDequeue(out var added)) added = new LinkedListNode<Bucket>(new Bucket());
        added.Value.Start = start;
        if (node is null) _buckets.AddFirst(added);
        else _buckets.AddAfter(node, added);
        return added.Value;
    }

    private sealed class Bucket
    {
        private readonly EventBatch _events = new();
        private int[] _order = new int[64];
        private int _next;
        private bool _sorted = true;

        public long Start { get; set; }

        public bool IsEmpty => _next == _events.Count;

        public void Add(in Event e, EventBatch from)
        {
            var index = _events.Count;
            if (index == _order.Length) Array.Resize(ref _order, _order.Length * 2);
            _order[index] = index;
            if (index > _next && e.Time < _events[_order[index - 1]].Time) _sorted = false;
            _events.AddCopy(e, from);
        }

        public int Release(EventTime watermark, Action<EventBatch, int> observe, Action<EventBatch, int, bool>? prefetch)
        {
            if (!_sorted) Sort();
            var before = _next;
            while (_next < _events.Count && _events[_order[_next]].Time <= watermark)
            {
                if (prefetch is not null)
                {
                    if (_next + Far < _events.Count) prefetch(_events, _order[_next + Far], false);
                    if (_next + Near < _events.Count) prefetch(_events, _order[_next + Near], true);
                }

                observe(_events, _order[_next++]);
            }

            return _next - before;
        }

        public long? SmallestOffsetFrom(long bound)
        {
            long? smallest = null;
            for (var i = _next; i < _events.Count; i++)
            {
                var offset = _events[_order[i]].Offset;
                if (offset >= bound && !(smallest <= offset)) smallest = offset;
            }

            return smallest;
        }

        public void Show(Action<EventBatch, int> see)
        {
            for (var i = _next; i < _events.Count; i++) see(_events, _order[i]);
        }

        public void Clear()
        {
            _events.Clear();
            _next = 0;
            _sorted = true;
        }

        private void Sort()
        {
            _order.AsSpan(_next, _events.Count - _next).Sort((a, b) =>
            {
                var byTime = _events[a].Time.CompareTo(_events[b].Time);
                return byTime != 0 ? byTime : a.CompareTo(b);
            });
            _sorted = true;
        }
    }
}
