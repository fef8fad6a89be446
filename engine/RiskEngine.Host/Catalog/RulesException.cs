namespace RiskEngine.Host.Catalog;

/// <summary>The rules have errors; the message holds all diagnostics.</summary>
internal sealed class RulesException(string message) : Exception(message);
