using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Picture;

/// <summary>The incidents that are open, and which of them each alert belongs to.</summary>
/// <remarks>A record names the members that moved last; those that an earlier one has named are kept until the incident is over. Of several that have named an alert, the
/// one that opened last counts, in whatever order they are read.</remarks>
internal sealed class OpenIncidents
{
    private readonly Dictionary<string, IncidentRecord> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _alertsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<ListPlace>> _incidentsOf = new(StringComparer.Ordinal);
    private readonly SortedSet<ListPlace> _order = [];

    public int Count => _byId.Count;

    public int Unacknowledged => _byId.Values.Count(incident => incident.AcknowledgedBy is null);

    public IEnumerable<IncidentRecord> InOrder => _order.Select(place => _byId[place.Id]);

    public IncidentRecord? Find(string id) => _byId.GetValueOrDefault(id);

    public IncidentRecord? OfAlert(string alert) => _incidentsOf.TryGetValue(alert, out var incidents) ? _byId.GetValueOrDefault(incidents.Min.Id) : null;

    public IEnumerable<string> AlertsOf(string id) => _alertsOf.TryGetValue(id, out var alerts) ? alerts : [];

    public void Clear()
    {
        _byId.Clear();
        _alertsOf.Clear();
        _incidentsOf.Clear();
        _order.Clear();
    }

    /// <summary>Takes a record of an open incident.</summary>
    /// <returns>The alerts of which something else is known now: their incident, or who acknowledged it.</returns>
    public IReadOnlyList<string> Put(IncidentRecord incident)
    {
        var before = _byId.GetValueOrDefault(incident.Id);
        if (before is not null) _order.Remove(before.ListPlace);
        _byId[incident.Id] = incident;
        _order.Add(incident.ListPlace);
        if (!_alertsOf.TryGetValue(incident.Id, out var alerts)) _alertsOf[incident.Id] = alerts = new HashSet<string>(StringComparer.Ordinal);
        List<string> changed = [.. incident.Alerts.Where(alerts.Add)];
        foreach (var alert in changed)
        {
            if (!_incidentsOf.TryGetValue(alert, out var incidents)) _incidentsOf[alert] = incidents = [];
            incidents.Add(incident.ListPlace);
        }

        var isSameHand = before?.AcknowledgedBy == incident.AcknowledgedBy && before?.AcknowledgedAt == incident.AcknowledgedAt;
        return isSameHand ? changed : [.. alerts];
    }

    /// <summary>Takes an incident away that is over.</summary>
    /// <returns>The alerts that belonged to it; null where it is not known.</returns>
    public IReadOnlyCollection<string>? Remove(string id)
    {
        if (!_byId.Remove(id, out var incident)) return null;
        _order.Remove(incident.ListPlace);
        _alertsOf.Remove(id, out var alerts);
        foreach (var alert in alerts ?? [])
        {
            if (!_incidentsOf.TryGetValue(alert, out var incidents)) continue;
            incidents.RemoveWhere(place => place.Id == id);
            if (incidents.Count == 0) _incidentsOf.Remove(alert);
        }

        return alerts ?? [];
    }
}
