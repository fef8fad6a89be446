using System.Globalization;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;
using RiskEngine.Desk.Records;

namespace RiskEngine.Desk;

/// <summary>Does what people ask, and ends what they asked for when its time is over. All of it is written down, what is refused too.</summary>
/// <param name="books">The books.</param>
/// <param name="incidents">The incidents.</param>
/// <param name="json">Writes entries.</param>
/// <param name="letGo">Sends alerts through the chain that nothing may hold any more.</param>
/// <param name="fire">Sends an open alert through the chain.</param>
internal sealed class RequestDesk(DeskBooks books, IncidentBook incidents, AuditJson json, Action<IReadOnlyList<DeskAlert>> letGo, Action<DeskAlert> fire)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Does what is asked; asked again it changes nothing.</summary>
    public void Take(DeskRequest request)
    {
        if (books.Tally.Requests.Contains(request.Id)) return;
        if (books.Tally.Requests.Count == Tally.MostRequests) books.Tally.Requests.Dequeue();
        books.Tally.Requests.Enqueue(request.Id);
        books.MarkTally();
        var rules = new List<string>();
        var refused = request.Kind switch
        {
            RequestKind.Silence => Silence(request),
            RequestKind.Unsilence => Unsilence(request),
            _ when request.Incident is { } id => books.Incidents.Find(id) is { } incident ? OfIncident(request, incident, rules) : "there is no such incident here, or no longer",
            _ when Alert(request) is { } alert => OfAlert(request, alert, rules),
            _ => "there is no such alert here, or no longer",
        };
        var about = request.Incident ?? request.Alert ?? (request.Kind == RequestKind.Unsilence ? request.Silence : null) ?? request.Id;
        Write(new AuditEntry(request.Id, Name(request.Kind), request.By, about, request.Area)
        {
            Refused = refused, Why = request.Why, To = request.To, Until = request.Until, Rules = rules,
        });
    }

    /// <summary>Writes down that a request could not be read. Its id may come again, corrected, so that this entry has one of its own.</summary>
    public void Refuse(in RequestHeading heading, long offset, string fault, EventTime at) => books.Records.Add(json.Write(
        new AuditEntry(string.Create(CultureInfo.InvariantCulture, $"{heading.Id}-{offset}"), heading.Action, heading.By, heading.Id, heading.Area) { Refused = fault }, at));

    /// <summary>Ends a silence whose time is over, and lets go what it held; one that recurs may only pause.</summary>
    public void SilenceMayBeOver(DeskSilence silence)
    {
        if (books.Silences.Find(silence.Policy.Id) != silence) return;
        var held = Holds.HeldBy(silence, silence.Quiets);
        if (silence.Policy.To is { } to && to <= books.Now) End(silence, "desk");
        else if (silence.Policy.HoldsAt(books.Now) && held.Length > 0) books.Timers.Set(books.Now.FloorTo(Minute) + Minute, DueKind.Silence, silence);
        else if (!silence.Policy.HoldsAt(books.Now)) letGo(held);
    }

    /// <summary>Ends a shelf whose time is over, and lets the alert go.</summary>
    public void ShelfMayBeOver(Shelf shelf)
    {
        if (books.Shelves.Find(shelf.Rule, shelf.Kind, shelf.Key) == shelf && shelf.Until <= books.Now) End(shelf, "desk");
    }

    /// <summary>Sets the timers again after a restore.</summary>
    public void Reset()
    {
        foreach (var silence in books.Silences.All)
        {
            if (silence.Policy.To is { } to && to > books.Now) books.Timers.Set(to, DueKind.Silence, silence);
            if (silence.Policy.Recurring is not null && silence.Quiets.Count > 0) books.Timers.Set(books.Now.FloorTo(Minute) + Minute, DueKind.Silence, silence);
        }

        foreach (var shelf in books.Shelves.InOrder()) books.Timers.Set(shelf.Until, DueKind.Shelf, shelf);
    }

    private string? OfIncident(DeskRequest request, DeskIncident incident, List<string> rules)
    {
        switch (request.Kind)
        {
            case RequestKind.Acknowledge:
                (incident.AcknowledgedBy, incident.AcknowledgedAt, incident.AcknowledgedGrade) = (request.By, books.Now, incident.Grade);
                foreach (var alert in books.Alerts.Entries.Where(alert => alert.Incident == incident)) Acknowledge(alert);
                incidents.Show(incident);
                return null;
            case RequestKind.Assign when request.To is { Length: > 0 } to:
                incident.Assigned = to;
                incidents.Show(incident);
                return null;
            case RequestKind.Assign:
                return "it does not say to whom";
            case RequestKind.Comment:
                return request.Why.Length == 0 ? "it says nothing" : null;
            case RequestKind.CloseTrue or RequestKind.CloseFalse:
                rules.AddRange(incident.Members.Select(member => member.Rule).Distinct().Order(StringComparer.Ordinal));
                Close(incident, request.Kind == RequestKind.CloseTrue);
                return null;
            default:
                return "single alerts are shelved, not incidents";
        }
    }

    private string? OfAlert(DeskRequest request, DeskAlert alert, List<string> rules)
    {
        rules.Add(alert.Rule.Facts.Rule);
        switch (request.Kind)
        {
            case RequestKind.Acknowledge:
                Acknowledge(alert);
                return null;
            case RequestKind.Comment:
                return request.Why.Length == 0 ? "it says nothing" : null;
            case RequestKind.CloseTrue or RequestKind.CloseFalse:
                return null;
            case RequestKind.Shelve:
                return Shelve(request, alert);
            case RequestKind.Unshelve when books.Shelves.Find(alert.Rule.Facts.Rule, alert.Rule.Facts.By, alert.Key) is { } shelf:
                End(shelf, request.By);
                return null;
            case RequestKind.Unshelve:
                return "it is not shelved";
            default:
                return "incidents are assigned, not single alerts";
        }
    }

    private void Acknowledge(DeskAlert alert)
    {
        alert.IsAcknowledged = true;
        books.Alerts.Mark(alert);
    }

    /// <summary>Ends an incident. Those of its alerts that are still open are told again only when they rise.</summary>
    private void Close(DeskIncident incident, bool wasTrue)
    {
        incident.WasTrue = wasTrue;
        books.Incidents.Mark(incident);
        foreach (var alert in books.Alerts.Entries.Where(alert => alert.IsOpen && alert.Incident == incident).ToArray())
        {
            alert.ClosedAt = alert.Grade;
            alert.Incident = null;
            incident.Uncount(alert);
            books.Alerts.Mark(alert);
        }

        if (incident.IsResolved) incidents.Show(incident);
        else incidents.Resolve(incident);
    }

    private string? Shelve(DeskRequest request, DeskAlert alert)
    {
        if (Fault(request) is { } fault) return fault;
        var shelf = new Shelf
        {
            Rule = alert.Rule.Facts.Rule, Kind = alert.Rule.Facts.By, Key = alert.Key, By = request.By, Why = request.Why, Until = request.Until ?? default,
            Area = request.Area, Order = books.NextOrder(),
        };
        books.Shelves.Keep(shelf);
        books.Timers.Set(shelf.Until, DueKind.Shelf, shelf);
        if (alert.IsOpen) fire(alert);
        return null;
    }

    private string? Silence(DeskRequest request)
    {
        if (Fault(request) is { } fault) return fault;
        if (request.Match is not { IsEmpty: false } match) return "it does not say which alerts";
        var silence = new DeskSilence(new SilencePolicy(request.Id, match, books.Now, request.Until, request.By, request.Why), fromFile: false)
        {
            Area = request.Area, Order = books.NextOrder(),
        };
        books.Silences.Keep(silence);
        books.Timers.Set(request.Until ?? default, DueKind.Silence, silence);
        foreach (var alert in books.Alerts.InOrder())
        {
            if (alert.IsOpen && Holds.Fits(match, alert)) fire(alert);
        }

        return null;
    }

    private string? Unsilence(DeskRequest request)
    {
        if (request.Silence is not { } id || books.Silences.Find(id) is not { } silence) return "there is no such silence here, or no longer";
        if (silence.IsFromFile) return "it stands in the file of the desk: change it there";
        End(silence, request.By);
        return null;
    }

    /// <summary>What is wrong with something that is asked for a time; null where nothing is.</summary>
    private string? Fault(DeskRequest request) =>
        request.Why.Length == 0 ? "it does not say why"
        : request.Until is not { } until ? "it does not say until when"
        : until <= books.Now ? "it would be over already"
        : until > books.Now + books.Policy.LongestShelf ? $"it would last longer than {books.Policy.LongestShelf.TotalHours:0} h" : null;

    private void End(DeskSilence silence, string by)
    {
        var held = Holds.HeldBy(silence, silence.Quiets);
        if (!silence.IsFromFile) books.Silences.Drop(silence);
        if (by == "desk") Write(new AuditEntry($"{silence.Policy.Id}-over", "silence over", by, silence.Policy.Id, silence.Area) { Why = silence.Policy.Why });
        letGo(held);
    }

    private void End(Shelf shelf, string by)
    {
        books.Shelves.Drop(shelf);
        var alert = books.Alerts.FindOpen(shelf.Rule, shelf.Kind, shelf.Key);
        var about = alert?.Id.ToString() ?? $"{shelf.Rule}/{shelf.Key}";
        if (by == "desk") Write(new AuditEntry($"{about}-shelf-{shelf.Until.Micros}-over", "shelf over", by, about, shelf.Area) { Why = shelf.Why, Rules = [shelf.Rule] });
        if (alert is not null) letGo([alert]);
    }

    private DeskAlert? Alert(DeskRequest request) =>
        request.Alert is { } text && AlertId.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var id) ? books.Alerts.Find(id) : null;

    private void Write(AuditEntry entry) => books.Records.Add(json.Write(entry, books.Now));

    private static string Name(RequestKind kind) => kind switch
    {
        RequestKind.Acknowledge => "acknowledge",
        RequestKind.Assign => "assign",
        RequestKind.Comment => "comment",
        RequestKind.Shelve => "shelve",
        RequestKind.Unshelve => "unshelve",
        RequestKind.Silence => "silence",
        RequestKind.Unsilence => "unsilence",
        RequestKind.CloseTrue => "close true",
        _ => "close false",
    };
}
