using System.Text;
using RiskEngine.Core.Ports;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Picture;

/// <summary>How it is now: open alerts, open incidents and places, from the compacted topics. The same records, however they come in batches, give the same picture.</summary>
/// <remarks>One thread writes; any thread may ask. What is asked for is copied or immutable.</remarks>
public sealed class LivePicture : ILogFollower
{
    private readonly ReadingTopics _topics;
    private readonly Lock _gate = new();
    private readonly OpenAlerts _alerts = new();
    private readonly OpenIncidents _incidents = new();
    private readonly PlaceTree _places;
    private readonly PictureJournal _journal = new();
    private GradeCounts _counts;
    private long _waiting;
    private volatile bool _hasCaughtUp;

    /// <summary>Starts empty.</summary>
    /// <param name="topics">Names of the topics.</param>
    /// <param name="levels">Names of the levels of a site path, outermost first.</param>
    public LivePicture(ReadingTopics topics, IReadOnlyList<string> levels) => (_topics, _places) = (topics, new PlaceTree(levels));

    /// <summary>Whether all that the topics held at the start has been taken in.</summary>
    public bool HasCaughtUp => _hasCaughtUp;

    /// <summary>Records that have not been taken in.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>How much is open.</summary>
    public PictureCounts Counts
    {
        get
        {
            lock (_gate) return new PictureCounts(_counts, _incidents.Count, _incidents.Unacknowledged, _places.Count);
        }
    }

    /// <summary>Whether changes are noted for <see cref="TakeChanges"/>; nobody needs that while nobody looks on.</summary>
    public bool IsWatched
    {
        get
        {
            lock (_gate) return _journal.IsOpen;
        }

        set
        {
            lock (_gate)
            {
                _journal.IsOpen = value;
                _places.Touched = value ? _journal.Places : null;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>It is kept nowhere, so it is always read from the start.</remarks>
    public long? PlaceOf(string topic, int partition) => null;

    /// <inheritdoc/>
    public void Take(IReadOnlyList<LogRecord> records)
    {
        lock (_gate)
        {
            foreach (var record in records) Take(record);
        }
    }

    /// <inheritdoc/>
    public void Behind(long waiting, bool hasCaughtUp)
    {
        Interlocked.Exchange(ref _waiting, waiting);
        if (hasCaughtUp) _hasCaughtUp = true;
    }

    /// <summary>Forgets all, before the topics are read from their start again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _hasCaughtUp = false;
            _alerts.Clear();
            _incidents.Clear();
            _places.Clear();
            _counts = default;
        }
    }

    /// <summary>The open alerts that fit, newest episode first.</summary>
    /// <param name="fits">Which are meant.</param>
    /// <param name="after">Only those after this place; null from the start.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<ShownAlert> Alerts(Func<ShownAlert, bool> fits, ListPlace? after, int most)
    {
        lock (_gate)
        {
            return [.. _alerts.InOrder.SkipWhile(alert => after is { } place && alert.ListPlace.CompareTo(place) <= 0).Select(Shown).Where(fits).Take(most)];
        }
    }

    /// <summary>The open incidents that fit, newest first.</summary>
    /// <param name="fits">Which are meant.</param>
    /// <param name="after">Only those after this place; null from the start.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<IncidentRecord> Incidents(Func<IncidentRecord, bool> fits, ListPlace? after, int most)
    {
        lock (_gate)
        {
            return [.. _incidents.InOrder.SkipWhile(incident => after is { } place && incident.ListPlace.CompareTo(place) <= 0).Where(fits).Take(most)];
        }
    }

    /// <summary>An open alert; null where it is not open.</summary>
    public ShownAlert? Alert(string id)
    {
        lock (_gate) return _alerts.Find(id) is { } alert ? Shown(alert) : null;
    }

    /// <summary>An open incident; null where it is not open.</summary>
    public IncidentRecord? Incident(string id)
    {
        lock (_gate) return _incidents.Find(id);
    }

    /// <summary>The alerts that are known to belong to an open incident, those that have ended too.</summary>
    public IReadOnlyList<string> AlertsOf(string incident)
    {
        lock (_gate) return [.. _incidents.AlertsOf(incident)];
    }

    /// <summary>An area and what is below.</summary>
    /// <param name="area">The area; empty for the whole.</param>
    /// <param name="depth">How many levels below.</param>
    /// <param name="most">Most areas in all.</param>
    /// <param name="shown">How many are shown.</param>
    /// <returns>Null where nobody has named the area.</returns>
    public PlaceView? Place(string area, int depth, int most, out int shown)
    {
        lock (_gate) return _places.Show(area, depth, most, out shown);
    }

    /// <summary>All records of places.</summary>
    public IReadOnlyList<PlaceRecord> PlaceRecords()
    {
        lock (_gate) return [.. _places.Records];
    }

    /// <summary>What has changed since the last call, while <see cref="IsWatched"/>.</summary>
    public PictureChanges TakeChanges()
    {
        lock (_gate)
        {
            var changes = new PictureChanges
            {
                Alerts = [.. _journal.Alerts.Select(_alerts.Find).OfType<AlertRecord>().Select(Shown)],
                EndedAlerts = [.. _journal.Alerts.Where(alert => _alerts.Find(alert) is null)],
                Incidents = [.. _journal.Incidents.Select(_incidents.Find).OfType<IncidentRecord>()],
                EndedIncidents = [.. _journal.Incidents.Where(incident => _incidents.Find(incident) is null)],
                Places = [.. _journal.Places.Order(StringComparer.Ordinal).Select(_places.ShowAlone)],
            };
            _journal.Clear();
            return changes;
        }
    }

    private ShownAlert Shown(AlertRecord alert) => new(alert, _incidents.OfAlert(alert.Alert));

    private void Take(LogRecord record)
    {
        if (record.Topic == _topics.AlertState) TakeAlert(record);
        else if (record.Topic == _topics.Incidents) TakeIncident(record);
        else if (record.Topic == _topics.Places) TakePlace(record);
    }

    private void TakeAlert(LogRecord record)
    {
        var alert = record.Value is { } value ? AlertRecord.Read(value) : null;
        if (alert is { IsOpen: true })
        {
            if (!_alerts.Put(alert, out var before)) return;
            if (before is not null) Count(before, -1);
            Count(alert, 1);
            _journal.Note(alert.Alert);
        }
        else if ((alert?.Alert ?? KeyOf(record)) is { } id && (record.Value is null || alert is not null) && _alerts.Remove(id) is { } ended)
        {
            Count(ended, -1);
            _journal.Note(id);
        }
    }

    private void Count(AlertRecord alert, int more)
    {
        _counts = _counts.Plus(alert.Grade, more);
        _places.CountAlert(alert.Place, alert.Grade, more);
    }

    private void TakeIncident(LogRecord record)
    {
        var incident = record.Value is { } value ? IncidentRecord.Read(value) : null;
        if (record.Value is not null && incident is null) return;
        var id = incident?.Id ?? KeyOf(record);
        var before = _incidents.Find(id);
        if (incident is not null && before?.Number > incident.Number) return;
        if (before is not null) _places.CountIncident(before.Area, -1);
        if (incident is { IsOpen: true })
        {
            _places.CountIncident(incident.Area, 1);
            _journal.Note(incident.Id, _incidents.Put(incident));
        }
        else if (_incidents.Remove(id) is { } alerts)
        {
            _journal.Note(id, alerts);
        }
    }

    private void TakePlace(LogRecord record)
    {
        if (record.Value is not { } value) _places.Say(KeyOf(record), null);
        else if (PlaceRecord.Read(value.Span) is { } place) _places.Say(place.Area, place);
    }

    private static string KeyOf(LogRecord record) => Encoding.UTF8.GetString(record.Key.Span);
}
