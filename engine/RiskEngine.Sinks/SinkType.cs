using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Settings;

namespace RiskEngine.Sinks;

/// <summary>A kind of sink.</summary>
/// <param name="Name">Its name, as <c>Sinks:NAME:Type</c> says it.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Create">Makes one from its settings; null where these have faults, which it has noted.</param>
public sealed record SinkType(string Name, string Meaning, Func<SinkSettings, TimeProvider, ISink?> Create);
