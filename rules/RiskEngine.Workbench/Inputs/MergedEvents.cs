namespace RiskEngine.Workbench.Inputs;

/// <summary>Interleaves recordings by event time.</summary>
internal static class MergedEvents
{
    /// <summary>A k-way merge; equal times keep the order of the recordings. A recording that is out of order itself stays so.</summary>
    public static IEnumerable<RecordedEvent> ByTime(IReadOnlyList<IEnumerable<RecordedEvent>> recordings)
    {
        var heads = new PriorityQueue<IEnumerator<RecordedEvent>, (long Micros, int Recording)>();
        var open = new List<IEnumerator<RecordedEvent>>();
        try
        {
            for (var i = 0; i < recordings.Count; i++)
            {
                var head = recordings[i].GetEnumerator();
                open.Add(head);
                if (head.MoveNext()) heads.Enqueue(head, (head.Current.Time.Micros, i));
            }

            while (heads.TryDequeue(out var head, out var priority))
            {
                yield return head.Current;
                if (head.MoveNext()) heads.Enqueue(head, (head.Current.Time.Micros, priority.Recording));
            }
        }
        finally
        {
            foreach (var head in open) head.Dispose();
        }
    }
}
