using RiskEngine.Core.Desk;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk;

/// <summary>Keeps what open alerts and incidents mean for their areas: those of the desk, and the smaller ones in them.</summary>
/// <remarks>A transition costs a look-up for each level. Areas are looked at, and recorded, at their own times (<see cref="PlaceWatch"/>).</remarks>
internal sealed class PlaceBook(DeskBooks books, PlaceWatch watch)
{
    /// <summary>How many areas a task keeps; beyond that only those of the desk itself.</summary>
    private const int Most = 200_000;

    private bool _isResetting;

    /// <summary>Notes that an alert has moved: it is open, held, let go, or has ended.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="taken">The transition that moved it, which may say what cannot be seen; null where another thing did.</param>
    public void Note(DeskAlert alert, in TakenAlert? taken)
    {
        if (!alert.IsOpen) See(alert, null);
        else if (taken is { } said) See(alert, BlindFacts.Of(said));
        var counts = alert.IsOpen && !BlindFacts.IsOnly(alert.Rule.Facts.Rule);
        var incident = counts && alert.Held == HoldReason.None && alert.Incident is { IsResolved: false } joined ? joined : null;
        var before = alert.PlacedIn is { IsResolved: false } known ? known : null;
        if (counts && alert.PlacedAt == alert.Place && before == incident && alert.PlacedGrade == alert.Grade) return;
        Remove(alert);
        if (!counts) return;
        (alert.PlacedAt, alert.PlacedIn, alert.PlacedGrade) = (alert.Place, incident, alert.Grade);
        foreach (var place in PlacesOf(alert.Place))
        {
            place.OpenAlerts++;
            if (incident is not null) Count(incident, place, alert);
            TouchUnlessResetting(place);
        }

        if (incident is not null) Changed(incident);
    }

    /// <summary>An incident has been opened.</summary>
    public void Opened(DeskIncident incident)
    {
        if (BlindFacts.IsOnly(incident.First.Rule)) return;
        foreach (var place in PlacesOf(incident.Area)) StandingOf(incident, place, isOwn: true);
    }

    /// <summary>An incident may be graver or surer than before, or is over.</summary>
    public void Changed(DeskIncident incident)
    {
        var now = (incident.Grade, incident.WorstOpen, incident.Certainty, incident.IsResolved);
        if (now == incident.PlacedAs || incident.Standings is not { } standings) return;
        incident.PlacedAs = now;
        foreach (var standing in standings.Values)
        {
            if (incident.IsResolved) standing.Place.Uncount(standing.Class);
            if (incident.IsResolved || standing.Reclass()) TouchUnlessResetting(standing.Place);
        }

        if (incident.IsResolved) incident.Standings = null;
    }

    /// <summary>Counts again what is open, after a restore or a change of the policy.</summary>
    public void Reset()
    {
        _isResetting = true;
        foreach (var place in books.Places.Entries) place.Reset();
        foreach (var incident in books.Incidents.InOrder())
        {
            (incident.Standings, incident.PlacedAs) = (null, default);
            if (!incident.IsResolved) Opened(incident);
        }

        foreach (var entry in books.Blind.InOrder())
        {
            foreach (var place in PlacesOf(entry.Place)) place.Blind.Add(entry);
        }

        foreach (var alert in books.Alerts.InOrder())
        {
            (alert.PlacedAt, alert.PlacedIn) = (null, null);
            if (alert.IsOpen) Note(alert, null);
        }

        _isResetting = false;
        watch.Reset();
    }

    /// <summary>An open alert says what cannot be seen, or says nothing of the kind any more.</summary>
    private void See(DeskAlert alert, BlindFacts? facts)
    {
        var known = books.Blind.Find(alert.Id);
        if (known is null ? facts is null : facts is not null && known.IsSameAs(alert.Place, facts)) return;
        if (known is not null) Unsee(known);
        if (facts is null) return;
        var entry = new BlindEntry { Alert = alert.Id, Place = alert.Place, Facts = facts, Order = books.NextOrder() };
        books.Blind.Keep(entry);
        foreach (var place in PlacesOf(entry.Place))
        {
            place.Blind.Add(entry);
            watch.Touch(place);
        }
    }

    private void Unsee(BlindEntry entry)
    {
        books.Blind.Drop(entry);
        foreach (var place in PlacesOf(entry.Place))
        {
            place.Blind.Remove(entry);
            watch.Touch(place);
        }
    }

    private void Remove(DeskAlert alert)
    {
        if (alert.PlacedAt is not { } at) return;
        foreach (var place in PlacesOf(at))
        {
            place.OpenAlerts--;
            if (alert.PlacedIn is { Standings: { } standings } incident && standings.TryGetValue(place, out var standing))
            {
                standing.Count(alert.PlacedGrade, -1);
                standing.Reclass();
                if (standing.IsOver)
                {
                    standings.Remove(place);
                    place.Uncount(null);
                }
            }

            TouchUnlessResetting(place);
        }

        (alert.PlacedAt, alert.PlacedIn) = (null, null);
    }

    private void Count(DeskIncident incident, DeskPlace place, DeskAlert alert)
    {
        var standing = StandingOf(incident, place, isOwn: false);
        standing.Count(alert.Grade, 1);
        standing.Reclass();
    }

    private AreaStanding StandingOf(DeskIncident incident, DeskPlace place, bool isOwn)
    {
        var standings = incident.Standings ??= [];
        if (standings.TryGetValue(place, out var standing)) return standing;
        standings.Add(place, standing = new AreaStanding(incident, place, isOwn));
        place.Count(null);
        if (_isResetting) return standing;
        if (place.LastIncident != incident.Id)
        {
            place.LastIncident = incident.Id;
            place.DayOf(PlaceWatch.DayOf(books.Now)).Incidents++;
        }

        watch.Touch(place);
        return standing;
    }

    private void TouchUnlessResetting(DeskPlace place)
    {
        if (!_isResetting) watch.Touch(place);
    }

    /// <summary>The area of the desk that a place lies in, and all between it and the place.</summary>
    private IEnumerable<DeskPlace> PlacesOf(string place)
    {
        var depth = books.Policy.AreaDepth;
        if (place.Length == 0) place = AreaPath.Nowhere;
        while (true)
        {
            var length = AreaPath.LengthOf(place, depth);
            if (Find(place, length, depth) is { } known) yield return known;
            if (length == place.Length) yield break;
            depth++;
        }
    }

    private DeskPlace? Find(string place, int length, int depth)
    {
        if (books.Places.Find(place.AsSpan(0, length)) is { } known) return known;
        if (books.Places.Count >= Most && depth > books.Policy.AreaDepth) return null;
        var area = new DeskPlace { Area = place[..length], Order = books.NextOrder(), LookedAt = books.Now };
        books.Places.Keep(area);
        watch.Touch(area);
        return area;
    }
}
