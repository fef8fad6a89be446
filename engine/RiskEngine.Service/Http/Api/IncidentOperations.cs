using RiskEngine.Reading;
using RiskEngine.Reading.History;
using RiskEngine.Reading.Picture;
using RiskEngine.Reading.Records;
using RiskEngine.Service.Http.Answers;
using RiskEngine.Service.Http.Api.Shapes;

namespace RiskEngine.Service.Http.Api;

/// <summary><c>/incidents</c> and <c>/incidents/{id}</c>.</summary>
internal sealed class IncidentOperations(ApiSources sources)
{
    private const int MostEntries = 500;
    private static readonly ApiParameter State = new("state", "which") { Words = ["open", "resolved", "all"], Default = "open" };
    private static readonly ApiParameter Cause = new("cause", "what its alerts are about");
    private static readonly ApiParameter Acknowledged = new("acknowledged", "whether somebody has acknowledged it") { Words = ["true", "false"] };

    public IEnumerable<ApiOperation> All() =>
    [
        new("/incidents", "Incidents without their members, newest first.", typeof(ItemList<object>), List)
        {
            Parameters =
            [
                State, ApiParameter.Grade, ApiParameter.Area, Cause, Acknowledged, ApiParameter.Since, ApiParameter.Until, ApiParameter.Text, ApiParameter.Limit,
                ApiParameter.Cursor,
            ],
        },
        new("/incidents/{id}", "All that is known of an incident.", typeof(IncidentDetail), One) { IdMeaning = "incident id, 24 hexadecimal digits" },
    ];

    private object List(ApiRequest request)
    {
        if (sources.Model is not { } model) return ApiProblem.Disabled();
        var state = request.Word(State);
        if (state != "open" && Pages.FaultOf(model) is { } fault) return fault;
        var filter = new IncidentFilter
        {
            Grades = request.Grades, Area = request.Area, Cause = request.Text(Cause.Name), Since = request.Since, Until = request.Until,
            IsAcknowledged = request.Text(Acknowledged.Name) is { } word ? word == "true" : null, Text = request.Text(ApiParameter.Text.Name) ?? "",
        };
        var incidents = Pages.Of(state, "open", request.Limit, most => model.Picture.Incidents(filter.Fits, request.After, most),
            most => model.History.Resolved(filter, request.After, most), incident => incident.ListPlace, out var next);
        return new ItemList<object>([.. incidents.Select(incident => (object)WholeRecord.Of(incident.Json, "members"))], next);
    }

    private object One(ApiRequest request)
    {
        if (sources.Model is not { } model) return ApiProblem.Disabled();
        var (open, kept) = (model.Picture.Incident(request.Id), model.History.Incident(request.Id));
        if ((kept?.Number > open?.Number ? kept : open ?? kept) is not { } incident)
            return Pages.FaultOf(model) ?? ApiProblem.NotFound($"no incident is known by the id '{(request.Id.Length <= 60 ? request.Id : request.Id[..57])}'");
        return new IncidentDetail(
            WholeRecord.Of(incident.Json), [.. model.History.Steps(incident.Id).Select(step => WholeRecord.Of(step))],
            [.. model.History.Entries(new EntryFilter(EntryKind.Audit) { About = [incident.Id] }, null, MostEntries).Select(entry => WholeRecord.Of(entry.Json))],
            [.. AlertsOf(model, incident).Select(AlertSummary.Of)]);
    }

    private static IEnumerable<ShownAlert> AlertsOf(ReadModel model, IncidentRecord incident)
    {
        string[] ids = [.. incident.Alerts.Union(model.Picture.AlertsOf(incident.Id)).Take(MostEntries)];
        var open = ids.Select(model.Picture.Alert).OfType<ShownAlert>().ToDictionary(shown => shown.Alert.Alert);
        var over = model.History.Alerts([.. ids.Where(id => !open.ContainsKey(id))]).Select(alert => new ShownAlert(alert, incident.IsOpen ? incident : null));
        return open.Values.Concat(over).OrderBy(shown => shown.Alert.ListPlace);
    }
}
