using System.Text.Json;
using RiskEngine.Reading;
using RiskEngine.Reading.History;
using RiskEngine.Reading.Picture;
using RiskEngine.Reading.Records;
using RiskEngine.Service.Http.Answers;
using RiskEngine.Service.Http.Api.Shapes;

namespace RiskEngine.Service.Http.Api;

/// <summary><c>/alerts</c> and <c>/alerts/{id}</c>.</summary>
internal sealed class AlertOperations(ApiSources sources)
{
    private const int MostEntries = 500;
    private static readonly ApiParameter State = new("state", "which") { Words = ["firing", "resolved", "all"], Default = "firing" };
    private static readonly ApiParameter Rule = new("rule", "rule ids, with commas between") { IsList = true };
    private static readonly ApiParameter Source = new("source", "the device");

    public IEnumerable<ApiOperation> All() =>
    [
        new("/alerts", "Alerts, newest episode first.", typeof(ItemList<AlertSummary>), List)
        {
            Parameters =
            [
                State, ApiParameter.Grade, ApiParameter.Area, Rule, Source, ApiParameter.Since, ApiParameter.Until, ApiParameter.Text, ApiParameter.Limit, ApiParameter.Cursor,
            ],
        },
        new("/alerts/{id}", "All that is known of an alert.", typeof(AlertDetail), One) { IdMeaning = "alert id, 24 hexadecimal digits" },
    ];

    private object List(ApiRequest request)
    {
        if (sources.Model is not { } model) return ApiProblem.Disabled();
        var state = request.Word(State);
        if (state != "firing" && Pages.FaultOf(model) is { } fault) return fault;
        var filter = new AlertFilter
        {
            Grades = request.Grades, Area = request.Area, Rules = request.List(Rule.Name), Source = request.Text(Source.Name), Since = request.Since, Until = request.Until,
            Text = request.Text(ApiParameter.Text.Name) ?? "",
        };
        var alerts = Pages.Of(state, "firing", request.Limit, most => model.Picture.Alerts(filter.Fits, request.After, most),
            most => [.. model.History.Resolved(filter, request.After, most).Select(alert => new ShownAlert(alert, null))], shown => shown.Alert.ListPlace, out var next);
        return new ItemList<AlertSummary>([.. alerts.Select(AlertSummary.Of)], next);
    }

    private object One(ApiRequest request)
    {
        if (sources.Model is not { } model) return ApiProblem.Disabled();
        var open = model.Picture.Alert(request.Id);
        var transitions = model.History.Transitions(request.Id);
        if (Last(open, transitions) is not { } last) return Pages.FaultOf(model) ?? ApiProblem.NotFound($"no alert is known by the id '{Short(request.Id)}'");
        var audit = new EntryFilter(EntryKind.Audit) { About = open?.Incident is { } incident ? [last.Alert, incident.Id] : [last.Alert] };
        return new AlertDetail(
            Whole(last, open?.Incident), [.. transitions.Select(transition => WholeRecord.Of(transition.Json))],
            Entries(model, new EntryFilter(EntryKind.Suppressed) { About = [last.Alert] }),
            Entries(model, audit), [.. (transitions.Count > 0 ? transitions : [last]).Select(SeriesPoint.Of)], AlertExplanation.Of(last));
    }

    /// <summary>The picture and the history are read each by itself: the later transition counts.</summary>
    private static AlertRecord? Last(ShownAlert? open, IReadOnlyList<AlertRecord> transitions) =>
        transitions is [.., var last] && !(open?.Alert.Transition > last.Transition) ? last : open?.Alert;

    private static Dictionary<string, JsonElement> Whole(AlertRecord alert, IncidentRecord? incident) => WholeRecord.Of(alert.Json)
        .With("incident", incident is null ? null : JsonSerializer.SerializeToElement(incident.Id))
        .With("acknowledged", Acknowledgement.Of(incident) is { } acknowledged ? JsonSerializer.SerializeToElement(acknowledged, JsonAnswer.Format) : null);

    private static List<Dictionary<string, JsonElement>> Entries(ReadModel model, EntryFilter filter) =>
        [.. model.History.Entries(filter, null, MostEntries).Select(entry => WholeRecord.Of(entry.Json))];

    private static string Short(string id) => id.Length <= 60 ? id : $"{id[..57]}...";
}
