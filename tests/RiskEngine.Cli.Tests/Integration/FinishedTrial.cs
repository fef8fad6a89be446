namespace RiskEngine.Cli.Tests.Integration;

/// <summary>What an undisturbed play of the golden stream left behind.</summary>
/// <param name="Trial">The play.</param>
/// <param name="Metrics">The engine's metrics after the last event.</param>
/// <param name="Store">Where its state is, as <c>--redis</c> takes it.</param>
internal sealed record FinishedTrial(GoldenTrial Trial, PrometheusText Metrics, string Store);
