using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Picture;

/// <summary>The alerts that are firing, newest episode first.</summary>
internal sealed class OpenAlerts
{
    /// <summary>Ended alerts whose last number is remembered, so that an older transition which is published again does not open them.</summary>
    private const int MostEnded = 10_000;

    private readonly Dictionary<string, AlertRecord> _byId = new(StringComparer.Ordinal);
    private readonly SortedSet<ListPlace> _order = [];
    private readonly Dictionary<string, int> _ended = new(StringComparer.Ordinal);
    private readonly Queue<string> _endedInOrder = new();

    public int Count => _byId.Count;

    public IEnumerable<AlertRecord> InOrder => _order.Select(place => _byId[place.Id]);

    public AlertRecord? Find(string alert) => _byId.GetValueOrDefault(alert);

    public void Clear()
    {
        _byId.Clear();
        _order.Clear();
        _ended.Clear();
        _endedInOrder.Clear();
    }

    /// <summary>Takes a transition, unless a later one of its alert is known.</summary>
    /// <param name="alert">It.</param>
    /// <param name="before">The one that it replaces; null where the alert was not open.</param>
    /// <returns>Whether it was taken.</returns>
    public bool Put(AlertRecord alert, out AlertRecord? before)
    {
        before = Find(alert.Alert);
        if (before?.Transition > alert.Transition || (_ended.TryGetValue(alert.Alert, out var last) && alert.Transition <= last)) return false;
        if (before is not null) _order.Remove(before.ListPlace);
        _byId[alert.Alert] = alert;
        _order.Add(alert.ListPlace);
        return true;
    }

    /// <summary>Takes an alert away that has ended.</summary>
    public AlertRecord? Remove(string alert)
    {
        if (!_byId.Remove(alert, out var ended)) return null;
        _order.Remove(ended.ListPlace);
        if (!_ended.ContainsKey(alert)) _endedInOrder.Enqueue(alert);
        _ended[alert] = ended.Transition;
        if (_endedInOrder.Count > MostEnded) _ended.Remove(_endedInOrder.Dequeue());
        return ended;
    }
}
