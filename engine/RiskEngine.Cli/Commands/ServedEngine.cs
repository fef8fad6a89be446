using RiskEngine.Service.Running;

namespace RiskEngine.Cli.Commands;

/// <summary>An engine that has started.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Address">Where it serves health and metrics.</param>
/// <param name="Store">Where it keeps its state, for people.</param>
internal sealed record ServedEngine(EngineService Engine, string Address, string Store);
