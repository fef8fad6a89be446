namespace RiskEngine.Service.Catalog;

/// <summary>The rules have errors; the message holds all diagnostics.</summary>
public sealed class RulesException(string message) : Exception(message);
