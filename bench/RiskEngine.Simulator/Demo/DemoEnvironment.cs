namespace RiskEngine.Simulator.Demo;

/// <summary>What the engine of a demo is to run on.</summary>
/// <param name="BootstrapServers">The demo's own Kafka, with all topics.</param>
/// <param name="StoreFolder">An empty folder for the engine's state; gone with the demo.</param>
/// <param name="Disorder">How far behind the newest event an event may come.</param>
public sealed record DemoEnvironment(string BootstrapServers, string StoreFolder, TimeSpan Disorder);
