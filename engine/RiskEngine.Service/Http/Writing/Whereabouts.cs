using RiskEngine.Core.Desk;
using RiskEngine.Reading;

namespace RiskEngine.Service.Http.Writing;

/// <summary>Which desk area has an alert or an incident, as far as this instance knows.</summary>
/// <param name="model">What it reads of the whole; null where it does not.</param>
/// <param name="depth">How many segments a desk area has.</param>
internal sealed class Whereabouts(ReadModel? model, int depth)
{
    /// <summary>The area of an alert; null where it is not known here.</summary>
    public string? OfAlert(string id) =>
        (model?.Picture.Alert(id)?.Alert ?? model?.History.Alerts([id]).FirstOrDefault()) is { } alert ? AreaPath.Of(alert.Place, depth) : null;

    /// <summary>The area of an incident; null where it is not known here.</summary>
    public string? OfIncident(string id) =>
        (model?.Picture.Incident(id) ?? model?.History.Incident(id)) is { Area.Length: > 0 } incident ? AreaPath.Of(incident.Area, depth) : null;
}
