using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;

namespace RiskEngine.Desk.Tests.Model;

/// <content>The life of incidents.</content>
internal sealed partial class DeskModel
{
    private DeskOutcome Join(ModelAlert alert)
    {
        if (alert.Incident is { IsResolved: true }) alert.Incident = null;
        var incident = alert.Incident;
        if (incident is null)
        {
            incident = Incidents.FindLast(known => !known.IsResolved && known.Area == alert.Area && known.Cause == alert.Cause);
            if (incident is not null && incident.LastJoined + DeskWorld.Within < Now) incident = null;
            Arrows.Add(incident is null ? "incident opened" : incident.EmptySince is null ? "incident joined" : "incident joined while it lingered");
            if (incident is null) Incidents.Add(incident = new ModelIncident { Area = alert.Area, Cause = alert.Cause });
            incident.Total++;
            incident.LastJoined = Now;
            alert.Incident = incident;
        }

        Weigh(incident);
        return Tell(incident);
    }

    private void Weigh(ModelIncident incident)
    {
        var open = _alerts.Where(alert => alert.IsOpen && alert.Incident == incident).ToArray();
        var heard = open.Where(alert => alert.Held == Book.HoldReason.None).ToArray();
        var before = incident.Grade;
        if (heard.Length > 0) incident.Grade = heard.Max(alert => alert.Grade);
        if (incident.Grade != before && before != Grade.None) Arrows.Add(incident.Grade > before ? "incident rose" : "incident fell");
        incident.EmptySince = open.Length > 0 ? null : incident.EmptySince ?? Now;
        incident.BelowSince = incident.Grade >= incident.Told || open.Length == 0 ? null : incident.BelowSince ?? Now;
        var isAcknowledged = incident.AcknowledgedGrade >= incident.Grade && incident.AcknowledgedGrade > Grade.None;
        if (open.Length == 0 || incident.Grade < Grade.Orange || isAcknowledged) incident.EscalatesFrom = null;
        else if (incident.EscalatesFrom is null) (incident.EscalatesFrom, incident.Steps) = (Now, 0);
    }

    private DeskOutcome Tell(ModelIncident incident)
    {
        if (incident.Grade <= incident.Told) return DeskOutcome.Folded;
        if (incident.Grade >= Grade.Orange) return TellNow(incident);
        incident.TellAt ??= Now + DeskWorld.Wait;
        return DeskOutcome.Folded;
    }

    private DeskOutcome TellNow(ModelIncident incident)
    {
        var because = incident.IsTold ? "grade rose" : "opened";
        (incident.TellAt, incident.Told, incident.BelowSince) = (null, incident.Grade, null);
        var (used, waiting, worst) = _budget.GetValueOrDefault(incident.Area);
        if (incident.Grade < Grade.Orange && used >= DeskWorld.Budget)
        {
            Arrows.Add("incident budgeted");
            _budget[incident.Area] = (used, waiting + 1, worst > incident.Grade ? worst : incident.Grade);
            return DeskOutcome.Budgeted;
        }

        incident.IsTold = true;
        Say(incident, because);
        return DeskOutcome.Notified;
    }

    private void Say(ModelIncident incident, string because)
    {
        var (used, waiting, worst) = _budget.GetValueOrDefault(incident.Area);
        _budget[incident.Area] = (used + 1, waiting, worst);
        Arrows.Add($"incident told: {because}");
        Told.Add($"{incident.Area} {AlertJson.Name(incident.Grade)} {because}");
    }

    private void Ease(ModelIncident incident)
    {
        if (incident.IsResolved || incident.BelowSince + DeskWorld.Linger != Now) return;
        Arrows.Add("incident eased");
        (incident.BelowSince, incident.Told) = (null, incident.Grade);
    }

    private void Quiet(ModelIncident incident)
    {
        if (!incident.IsResolved && incident.EmptySince + DeskWorld.Linger == Now) Resolve(incident);
    }

    private void Resolve(ModelIncident incident)
    {
        (incident.IsResolved, incident.ResolvedAt, incident.EscalatesFrom) = (true, Now, null);
        Arrows.Add("incident resolved");
        if (incident.IsTold) Say(incident, "resolved");
    }

    private void TellWaiting(ModelIncident incident)
    {
        if (incident.IsResolved || incident.TellAt != Now) return;
        incident.TellAt = null;
        if (incident.Grade > incident.Told) TellNow(incident);
    }

    private void Escalate(ModelIncident incident)
    {
        if (incident.IsResolved || incident.EscalatesFrom is not { } from || incident.Steps == DeskWorld.Steps.Length) return;
        var after = DeskWorld.Steps[incident.Steps].After;
        if (from + after != Now) return;
        var open = _alerts.Where(alert => alert.IsOpen && alert.Incident == incident).ToArray();
        if (open.All(alert => alert.Held != Book.HoldReason.None))
        {
            Arrows.Add("escalation put off");
            incident.EscalatesFrom = Now + DeskWorld.Linger - after;
            return;
        }

        incident.Steps++;
        incident.IsTold = true;
        Say(incident, "escalated");
    }

    private void EndShift()
    {
        if (Now % DeskWorld.Shift != 0) return;
        foreach (var (area, (_, waiting, worst)) in _budget.Where(entry => entry.Value.Waiting > 0).ToArray())
        {
            Arrows.Add("digest told");
            Told.Add($"{area} {AlertJson.Name(worst)} digest");
            _ = waiting;
        }

        _budget.Clear();
    }
}
