namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>A model that rules may ask.</summary>
internal sealed record ModelView(string Name, string Kind, string Purpose, string Version, string Hash, string File, IReadOnlyList<string> Rules);
