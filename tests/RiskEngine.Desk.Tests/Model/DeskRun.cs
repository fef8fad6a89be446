using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Tests.Model;

/// <summary>Does the same to a desk and to its model.</summary>
internal sealed class DeskRun(DeskTrial desk, DeskModel model)
{
    private int _requests;

    /// <summary>Does one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="until">Until when to wait, where that is said otherwise.</param>
    public void Do(DeskStep step, double? until = null)
    {
        var (rule, key, place) = DeskWorld.Alarms[step.Of];
        var alert = model.Latest(step.Of);
        var isKept = alert is not null && model.IsKept(alert);
        switch (step.Kind)
        {
            case DeskStepKind.Fire:
                desk.Fire(rule, key, step.Grade, place);
                model.Fire(step.Of, step.Grade);
                break;
            case DeskStepKind.End when alert is { IsOpen: true }:
                desk.End(rule, key, place);
                model.End(step.Of);
                break;
            case DeskStepKind.Again when isKept && alert is { IsOpen: false }:
                desk.FireAgain(rule, key, step.Grade, place);
                model.Again(alert, step.Grade);
                break;
            case DeskStepKind.Repeat when alert is { IsOpen: true }:
                desk.Take(desk.Alert(rule, key, step.Grade, AlertState.Firing, place, "sensor", Certainty.Likely));
                model.Repeat();
                break;
            case DeskStepKind.Wait:
                var minutes = until is { } end ? (int)(end - model.Now) : step.Minutes;
                model.Wait(minutes);
                desk.Tick(model.Now);
                break;
            case DeskStepKind.AcknowledgeIncident when Incident(step) is { } incident:
                Assert.Null(desk.Ask(RequestKind.Acknowledge, incident: IdOf(incident), id: Id()));
                model.Acknowledge(incident);
                break;
            case DeskStepKind.AcknowledgeAlert when isKept && alert is not null:
                Assert.Null(desk.Ask(RequestKind.Acknowledge, alert: desk.IdOf(rule, key), id: Id()));
                model.Acknowledge(alert);
                break;
            case DeskStepKind.Shelve when isKept && alert is not null:
                Assert.Null(desk.Ask(RequestKind.Shelve, alert: desk.IdOf(rule, key), until: model.Now + step.Minutes, id: Id()));
                model.Shelve(alert, step.Minutes);
                break;
            case DeskStepKind.Unshelve when isKept:
                desk.Ask(RequestKind.Unshelve, alert: desk.IdOf(rule, key), id: Id());
                model.Unshelve(step.Of);
                break;
            case DeskStepKind.Silence:
                var silence = Id();
                Assert.Null(desk.Ask(RequestKind.Silence, match: new AlertMatcher { Rules = [rule] }, until: model.Now + step.Minutes, id: silence));
                model.Silence(silence, rule, step.Minutes);
                break;
            case DeskStepKind.Unsilence when model.Silences.FirstOrDefault(known => known.Rule == rule).Id is { } known:
                Assert.Null(desk.Ask(RequestKind.Unsilence, silence: known, id: Id()));
                model.Unsilence(known);
                break;
            case DeskStepKind.CloseIncident when Incident(step) is { } incident:
                Assert.Null(desk.Ask(step.Minutes % 2 == 0 ? RequestKind.CloseTrue : RequestKind.CloseFalse, incident: IdOf(incident), id: Id()));
                model.Close(incident);
                break;
        }
    }

    /// <summary>Both have come to the same.</summary>
    public void Compare()
    {
        Assert.Equal(model.Told, desk.Told);
        Assert.Equal(model.Ledger, desk.Desk.Ledger);
        for (var of = 0; of < DeskWorld.Alarms.Length; of++)
        {
            var (rule, key, _) = DeskWorld.Alarms[of];
            if (model.Latest(of) is { } alert && model.IsKept(alert)) Assert.Equal(alert.Alarm, desk.Desk.Books.Alerts.Find(desk.IdOf(rule, key))?.Alarm);
        }

        var incidents = desk.Desk.Books.Incidents.InOrder().Where(incident => !incident.IsResolved).ToArray();
        var expected = model.Incidents.Where(incident => !incident.IsResolved).ToArray();
        Assert.Equal(
            expected.Select(incident => (incident.Area, incident.Cause, incident.Grade, incident.Total, model.OpenMembers(incident))),
            incidents.Select(incident => (incident.Area, incident.Cause, incident.Grade, incident.Total, incident.Open)));
    }

    private string Id() => $"r{++_requests}";

    /// <summary>The last incident of an alarm's area and cause that the desk still remembers.</summary>
    private ModelIncident? Incident(DeskStep step)
    {
        var (rule, _, place) = DeskWorld.Alarms[step.Of];
        return model.Incidents.FindLast(incident => incident.Cause == rule.Split('-')[0] && place.StartsWith(incident.Area + "/", StringComparison.Ordinal)
            && (!incident.IsResolved || incident.ResolvedAt + DeskWorld.Remember > model.Now));
    }

    /// <summary>The desk's identity of an incident: both number them in the order in which they were opened.</summary>
    private string IdOf(ModelIncident incident)
    {
        var open = desk.Desk.Books.Incidents.InOrder();
        var known = model.Incidents.Where(other => !other.IsResolved || other.ResolvedAt + DeskWorld.Remember > model.Now).ToList();
        Assert.Equal(known.Count, open.Length);
        return open[known.IndexOf(incident)].Id;
    }
}
