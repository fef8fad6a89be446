using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;
using RiskEngine.Desk.Records;

namespace RiskEngine.Desk;

/// <summary>Publishes incidents: at once where people are told, now and then where only the picture has changed.</summary>
internal sealed class IncidentRecords(DeskBooks books, IncidentJson json)
{
    /// <summary>Publishes an incident as it is now.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="because">Why people are told; null where they are not.</param>
    /// <param name="step">The step of its escalation that this is; null where it is none.</param>
    public void Publish(DeskIncident incident, string? because, (int Number, EscalationStep Step)? step)
    {
        incident.Number++;
        incident.PictureDue = null;
        books.Records.Add(json.Write(incident, books.Now, because, step is { } taken ? Sentences.Unanswered(incident, taken.Step) : Sentences.Of(incident), step));
        incident.Recorded = incident.Grade;
        books.Incidents.Mark(incident);
        if (because is null) return;
        books.Tally.Notifications++;
        books.MarkTally();
    }

    /// <summary>Notes that the picture of an incident has changed.</summary>
    public void Touch(DeskIncident incident)
    {
        books.Incidents.Mark(incident);
        if (incident.PictureDue is not null) return;
        incident.PictureDue = books.Now + books.Policy.Incidents.Picture;
        books.Timers.Set(books.Now + books.Policy.Incidents.Picture, DueKind.Picture, incident);
    }

    /// <summary>Brings the picture of an incident up to date.</summary>
    public void Picture(DeskIncident incident)
    {
        if (incident.PictureDue is { } due && due <= books.Now) Publish(incident, null, null);
    }

    /// <summary>Tells of an alert by itself, for which there is no room.</summary>
    public void PassThrough(in TakenAlert taken, string cause)
    {
        var member = new Member(taken.Id, taken.Facts.Rule, taken.Key, taken.Place, taken.Grade, taken.At, taken.State == AlertState.Firing);
        var alone = new DeskIncident
        {
            Id = taken.Id.ToString(), Area = AreaPath.Of(taken.Place, books.Policy.Incidents.DepthFor(cause)), DeskArea = books.AreaOf(taken.Place), Cause = cause,
            Opened = books.Now, First = member, Worst = member, Title = taken.Facts.Title, Message = taken.Message, Category = taken.Facts.Category, Number = taken.Number,
            Runbook = taken.Facts.Runbook, Labels = taken.Facts.Labels, Grade = taken.Grade, Recorded = member.IsOpen ? Grade.None : taken.Grade, Certainty = taken.Certainty,
            IsResolved = !member.IsOpen, ResolvedAt = books.Now, Open = member.IsOpen ? 1 : 0, Total = 1, Drill = taken.Drill,
        };
        alone.Members.Add(member);
        books.Tally.Notifications++;
        books.Records.Add(json.Write(alone, books.Now, "no room", taken.Message, null));
    }
}
