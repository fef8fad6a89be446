namespace RiskEngine.Sinks.Delivery;

/// <summary>The ids that were accepted last, so that what the log repeats is not sent again.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class AcceptedIds(int most)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public bool Contains(string id) => _ids.Contains(id);

    public void Add(string id)
    {
        if (!_ids.Add(id)) return;
        _order.Enqueue(id);
        if (_order.Count > most) _ids.Remove(_order.Dequeue());
    }
}
