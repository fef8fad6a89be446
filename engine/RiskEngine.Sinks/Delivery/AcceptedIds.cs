namespace RiskEngine.Sinks.Delivery;

/// <summary>The ids that a sink's receiver accepted last, so that what the log repeats is not sent again. Any thread may use it.</summary>
/// <param name="most">How many are kept.</param>
public sealed class AcceptedIds(int most = AcceptedIds.Usual)
{
    /// <summary>How many are usually kept.</summary>
    public const int Usual = 20_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Whether one was accepted.</summary>
    public bool Contains(string id)
    {
        lock (_gate) return _ids.Contains(id);
    }

    /// <summary>One was accepted.</summary>
    public void Add(string id)
    {
        lock (_gate)
        {
            if (!_ids.Add(id)) return;
            _order.Enqueue(id);
            if (_order.Count > most) _ids.Remove(_order.Dequeue());
        }
    }
}
