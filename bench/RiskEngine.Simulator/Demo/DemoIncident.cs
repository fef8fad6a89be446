using System.Text.Json;

namespace RiskEngine.Simulator.Demo;

/// <summary>One record of an incident of the desk.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Tells">Whether people are told of it.</param>
internal sealed record DemoIncident(string Id, bool Tells)
{
    /// <summary>Reads a record of <c>risk.incidents.v1</c>.</summary>
    public static DemoIncident Parse(JsonElement incident) => new(incident.GetProperty("id").GetString() ?? "", incident.GetProperty("notify").GetBoolean());
}
