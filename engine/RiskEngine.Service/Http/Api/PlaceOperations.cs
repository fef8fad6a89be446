using RiskEngine.Pipeline.Running;
using RiskEngine.Reading;
using RiskEngine.Reading.Picture;
using RiskEngine.Reading.Records;
using RiskEngine.Service.Http.Answers;
using RiskEngine.Service.Http.Api.Shapes;

namespace RiskEngine.Service.Http.Api;

/// <summary><c>/places</c> and <c>/sources</c>: where something is open, and what is not watched.</summary>
internal sealed class PlaceOperations(ApiSources sources)
{
    private static readonly ApiParameter Depth = new("depth", "how many levels below the area") { Bounds = (0, 8), Default = "2" };
    private static readonly ApiParameter Nodes = new("nodes", "how many areas at most; beyond, the gravest of a level are shown") { Bounds = (1, 5_000), Default = "500" };
    private static readonly ApiParameter Area = new("area", "the area to begin with, e.g. `huaxi/c12`; the whole without it");

    public IEnumerable<ApiOperation> All() =>
    [
        new("/places", "Areas with what is open in each and below, the gravest first.", typeof(PlaceAnswer), Places) { Parameters = [Area, Depth, Nodes] },
        new("/sources", "Devices that open alerts, blind spots or wrong clocks name, by name.", typeof(ItemList<SourceView>), Devices)
        {
            Parameters = [ApiParameter.Area, ApiParameter.Text, ApiParameter.Limit, ApiParameter.Cursor],
        },
    ];

    private object Places(ApiRequest request)
    {
        if (sources.Model is not { } model) return ApiProblem.Disabled();
        return model.Picture.Place(request.Area, request.Number(Depth), request.Number(Nodes), out var shown) is { } place
            ? new PlaceAnswer(place, shown, sources.AreaLevels)
            : ApiProblem.NotFound($"nothing is known of the area '{(request.Area.Length <= 60 ? request.Area : request.Area[..57])}'");
    }

    private object Devices(ApiRequest request)
    {
        if (sources.Model is not { } model) return ApiProblem.Disabled();
        var text = request.Text(ApiParameter.Text.Name) ?? "";
        var found = Known(model, sources.Tasks()).Where(source => AreaName.IsWithin(source.Site ?? "", request.Area))
            .Where(source => source.Source.Contains(text, StringComparison.OrdinalIgnoreCase) || source.Site?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
            .Where(source => request.After is not { } after || string.CompareOrdinal(source.Source, after.Id) > 0).OrderBy(source => source.Source, StringComparer.Ordinal)
            .Take(request.Limit + 1).ToList();
        return new ItemList<SourceView>(Pages.Cut(found, request.Limit, source => new ListPlace(0, source.Source), out var next), next);
    }

    private static IEnumerable<SourceView> Known(ReadModel model, IReadOnlyList<TaskReport> tasks)
    {
        var alerts = model.Picture.Alerts(shown => shown.Alert.Source is not null, null, int.MaxValue).ToLookup(shown => shown.Alert.Source!);
        var blind = model.Picture.PlaceRecords().SelectMany(place =>
            (place.Coverage?.Blind ?? []).SelectMany(spot => (spot.Sources ?? []).Select(source => (Source: source, Spot: spot, place.Area))))
            .ToLookup(one => one.Source);
        var clocks = tasks.SelectMany(task => task.ClockFaults).ToLookup(fault => fault.Source);
        return alerts.Select(group => group.Key).Union(blind.Select(group => group.Key)).Union(clocks.Select(group => group.Key)).Select(source => new SourceView(source)
        {
            Site = alerts[source].Select(shown => shown.Alert.Place).FirstOrDefault(place => place.Length > 0) ?? blind[source].Select(one => one.Area).FirstOrDefault(),
            Worst = alerts[source].Any() ? GradeName.Of(alerts[source].Max(shown => shown.Alert.Grade)) : null,
            Alerts = alerts[source].Any() ? [.. alerts[source].Select(Measure)] : null,
            Silent = blind[source].Any(one => one.Spot.Because.Contains("silent", StringComparison.Ordinal)) ? true : null,
            Blind = blind[source].Any() ? [.. blind[source].Select(one => one.Spot.Risk).Distinct().Order(StringComparer.Ordinal)] : null,
            Clock = clocks[source].Select(fault => fault.Sentence).FirstOrDefault(),
        });
    }

    private static SourceView.SourceMeasure Measure(ShownAlert shown)
    {
        var alert = AlertSummary.Of(shown);
        return new SourceView.SourceMeasure(alert.Alert, alert.Rule, alert.Grade, alert.Measure, alert.Value, alert.Threshold, alert.Unit, alert.Time);
    }
}
