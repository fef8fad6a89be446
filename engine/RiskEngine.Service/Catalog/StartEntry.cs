using RiskEngine.Core.Scoring;

namespace RiskEngine.Service.Catalog;

/// <summary>What one series' scorer had learned from history.</summary>
/// <param name="Series">The series.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Version of its algorithm.</param>
/// <param name="ParameterHash">Hash of its parameters.</param>
/// <param name="Channels">How many channels it has.</param>
/// <param name="State">The scorer's state.</param>
public sealed record StartEntry(SeriesName Series, string Model, string Version, string ParameterHash, int Channels, byte[] State);
