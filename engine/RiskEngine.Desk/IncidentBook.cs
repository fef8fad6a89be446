using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk;

/// <summary>Makes incidents of alerts, and decides when people are told.</summary>
internal sealed class IncidentBook(DeskBooks books, Corroboration witnesses, Budgets budgets, IncidentRecords records, PlaceBook places)
{
    private const int Growth = 10;
    private const string Grew = "grew";

    /// <summary>Takes an open alert that nothing holds into its incident.</summary>
    /// <returns>Whether people were told, it waits for the digest, or it told nothing new.</returns>
    public DeskOutcome Join(DeskAlert alert, in TakenAlert? taken)
    {
        var incident = alert.Incident ?? books.Incidents.Current(AreaOf(alert), alert.Rule.Cause);
        if (alert.Incident is null && incident is not null && incident.LastJoined + books.Policy.Incidents.Within < books.Now) incident = null;
        incident ??= Open(alert, taken);
        if (alert.Incident is null) Add(alert, incident);
        Update(alert, incident, taken);
        return Tell(incident);
    }

    /// <summary>Notes that a member has moved of which people are told nothing: it has ended, or something holds it.</summary>
    public void Move(DeskAlert alert)
    {
        if (alert.Incident is not { IsResolved: false } incident) return;
        Update(alert, incident, null);
        records.Touch(incident);
    }

    /// <summary>Weighs an incident anew, because of what bears it out or speaks against it.</summary>
    public void Reweigh(DeskIncident incident)
    {
        if (incident.IsResolved) return;
        var (certainty, said) = (incident.Certainty, incident.Witnesses.Count);
        Weigh(incident);
        if (incident.Grade > incident.Told) Tell(incident);
        else if (incident.Certainty != certainty || incident.Witnesses.Count != said) records.Touch(incident);
    }

    /// <summary>People may be told again of a grade that the incident has left for long.</summary>
    public void Ease(DeskIncident incident)
    {
        if (incident.IsResolved || incident.BelowSince is not { } since || since + books.Policy.Incidents.Linger > books.Now) return;
        incident.BelowSince = null;
        incident.Told = incident.Grade;
        records.Touch(incident);
    }

    /// <summary>Resolves an incident whose alerts have been over for long enough.</summary>
    public void Settle(DeskIncident incident)
    {
        if (!incident.IsResolved && incident.EmptySince is { } since && since + books.Policy.Incidents.Linger <= books.Now) Resolve(incident);
    }

    /// <summary>Ends an incident: it takes nothing more in.</summary>
    public void Resolve(DeskIncident incident)
    {
        incident.IsResolved = true;
        incident.ResolvedAt = books.Now;
        incident.EscalatesFrom = null;
        books.Incidents.Close(incident);
        places.Changed(incident);
        if (incident.IsTold) budgets.Use(incident);
        records.Publish(incident, incident.IsTold ? "resolved" : null, null);
    }

    /// <summary>Tells people what has waited for more.</summary>
    public void TellWaiting(DeskIncident incident)
    {
        if (incident.IsResolved || incident.TellDue is not { } due || due > books.Now) return;
        incident.TellDue = null;
        if (Because(incident) is { } because) TellNow(incident, because);
        else records.Touch(incident);
    }

    /// <summary>Tells the next in line where nobody has acknowledged in time.</summary>
    public void Escalate(DeskIncident incident)
    {
        if (incident.EscalatesFrom is not { } from || books.Policy.Escalation is not { } policy || incident.EscalationSteps >= policy.Steps.Count) return;
        var step = policy.Steps[incident.EscalationSteps];
        if (from + step.After > books.Now) return;
        if (incident.Quiet == incident.Open)
        {
            // Nobody is to hear of what holds all of it: the time begins anew when that may be over.
            incident.EscalatesFrom = books.Now + books.Policy.Incidents.Linger - step.After;
            SetEscalation(incident);
            books.Incidents.Mark(incident);
            return;
        }

        incident.EscalationSteps++;
        SetEscalation(incident);
        budgets.Use(incident);
        incident.IsTold = true;
        records.Publish(incident, "escalated", (incident.EscalationSteps, step));
    }

    /// <summary>Shows that people did something about an incident.</summary>
    public void Show(DeskIncident incident)
    {
        if (incident.IsAcknowledged) incident.EscalatesFrom = null;
        records.Publish(incident, null, null);
    }

    /// <summary>Counts the members and sets the timers again after a restore.</summary>
    public void Reset()
    {
        foreach (var alert in books.Alerts.InOrder())
        {
            if (alert is { IsOpen: true, Incident: { IsResolved: false } incident }) incident.Count(alert);
        }

        foreach (var incident in books.Incidents.InOrder().Where(incident => !incident.IsResolved))
        {
            if (incident.BelowSince is { } below) books.Timers.Set(below + books.Policy.Incidents.Linger, DueKind.Ease, incident);
            if (incident.EmptySince is { } empty) books.Timers.Set(empty + books.Policy.Incidents.Linger, DueKind.Quiet, incident);
            if (incident.TellDue is { } tell) books.Timers.Set(tell, DueKind.Tell, incident);
            if (incident.PictureDue is { } due) books.Timers.Set(due, DueKind.Picture, incident);
            SetEscalation(incident);
        }
    }

    private string AreaOf(DeskAlert alert) => AreaPath.Of(alert.Place, Math.Max(books.Policy.AreaDepth, books.Policy.Incidents.DepthFor(alert.Rule.Cause)));

    private DeskIncident Open(DeskAlert alert, in TakenAlert? taken)
    {
        var area = AreaOf(alert);
        var member = alert.ToMember();
        var incident = new DeskIncident
        {
            Id = Fingerprint.Of("incident", alert.Rule.Cause, $"{area}\0{alert.Id}-{alert.Number}", books.Now),
            Area = area, DeskArea = books.AreaOf(alert.Place), Cause = alert.Rule.Cause,
            Opened = books.Now, First = member, Worst = member, Title = "", Message = "", Category = "", Order = books.NextOrder(), LastJoined = books.Now,
        };
        Describe(incident, alert, taken);
        books.Incidents.Keep(incident);
        places.Opened(incident);
        return incident;
    }

    private void Add(DeskAlert alert, DeskIncident incident)
    {
        alert.Incident = incident;
        incident.Total++;
        incident.LastJoined = books.Now;
        foreach (var family in incident.FamiliesOf(alert)) family.Total++;
    }

    private void Update(DeskAlert alert, DeskIncident incident, in TakenAlert? taken)
    {
        incident.Count(alert);
        var member = alert.ToMember();
        incident.Show(member);
        foreach (var family in incident.FamiliesOf(alert)) (family.Total, family.Last) = (Math.Max(family.Total, 1), books.Now);
        if (alert.IsOpen && alert.Grade > incident.Worst.Grade)
        {
            incident.Worst = member;
            Describe(incident, alert, taken);
        }

        if (taken is { } said)
        {
            incident.Drill |= said.Drill;
            incident.Incomplete.UnionWith(said.Incomplete);
        }

        Weigh(incident);
        books.Alerts.Mark(alert);
        books.Incidents.Mark(incident);
    }

    /// <summary>The incident speaks as its worst alert does.</summary>
    private static void Describe(DeskIncident incident, DeskAlert alert, in TakenAlert? taken)
    {
        var facts = alert.Rule.Facts;
        (incident.Title, incident.Category, incident.Runbook, incident.Labels) = (facts.Title, facts.Category, facts.Runbook, facts.Labels);
        var place = alert.Place.Length > 0 && alert.Place != alert.Key ? $"{alert.Key} ({alert.Place})" : alert.Key;
        incident.Message = taken?.Message is { Length: > 0 } message ? message : $"{facts.Title}, {place}";
    }

    private void Weigh(DeskIncident incident)
    {
        var raised = witnesses.Weigh(incident);
        var worst = incident.WorstOpen;
        if (worst != Grade.None) incident.Grade = raised > worst ? raised : worst;
        if (incident.Open == 0)
        {
            if (incident.EmptySince is null)
            {
                incident.EmptySince = books.Now;
                books.Timers.Set(books.Now + books.Policy.Incidents.Linger, DueKind.Quiet, incident);
            }
        }
        else incident.EmptySince = null;

        if (incident.Grade >= incident.Told || incident.Open == 0) incident.BelowSince = null;
        else if (incident.BelowSince is null)
        {
            incident.BelowSince = books.Now;
            books.Timers.Set(books.Now + books.Policy.Incidents.Linger, DueKind.Ease, incident);
        }

        Watch(incident);
        places.Changed(incident);
    }

    /// <summary>Begins to escalate what is grave and not acknowledged, and stops where it is neither.</summary>
    private void Watch(DeskIncident incident)
    {
        var needs = books.Policy.Escalation is { } policy && incident.Open > 0 && incident.Grade >= policy.From && !incident.IsAcknowledged;
        if (!needs) incident.EscalatesFrom = null;
        else if (incident.EscalatesFrom is null)
        {
            incident.EscalatesFrom = books.Now;
            incident.EscalationSteps = 0;
            SetEscalation(incident);
        }
    }

    private void SetEscalation(DeskIncident incident)
    {
        if (incident.EscalatesFrom is { } from && books.Policy.Escalation is { } policy && incident.EscalationSteps < policy.Steps.Count)
            books.Timers.Set(from + policy.Steps[incident.EscalationSteps].After, DueKind.Escalation, incident);
    }

    /// <summary>Tells people what is new about an incident: at once where it is grave, else after a moment, with all that has come until then.</summary>
    private DeskOutcome Tell(DeskIncident incident)
    {
        if (Because(incident) is not { } because) return Fold(incident);
        var wait = books.Policy.Incidents.Wait;
        if (wait <= TimeSpan.Zero || (incident.Grade >= Grade.Orange && because != Grew)) return TellNow(incident, because);
        if (incident.TellDue is null)
        {
            incident.TellDue = books.Now + wait;
            books.Timers.Set(books.Now + wait, DueKind.Tell, incident);
        }

        return Fold(incident);
    }

    private DeskOutcome Fold(DeskIncident incident)
    {
        records.Touch(incident);
        return DeskOutcome.Folded;
    }

    private DeskOutcome TellNow(DeskIncident incident, string because)
    {
        incident.TellDue = null;
        incident.Told = incident.Grade;
        incident.BelowSince = null;
        if (budgets.TryWait(incident, incident.Members[^1]))
        {
            records.Touch(incident);
            return DeskOutcome.Budgeted;
        }

        budgets.Use(incident);
        incident.IsTold = true;
        while (incident.Total >= incident.GrownTo * Growth) incident.GrownTo *= Growth;
        records.Publish(incident, because, null);
        return DeskOutcome.Notified;
    }

    private static string? Because(DeskIncident incident) =>
        incident.Grade > incident.Told ? incident.IsTold ? "grade rose" : "opened"
        : incident.IsTold && incident.Total >= incident.GrownTo * Growth ? Grew : null;
}
