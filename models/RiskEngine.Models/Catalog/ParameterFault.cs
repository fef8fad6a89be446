namespace RiskEngine.Models.Catalog;

/// <summary>What is wrong with one parameter.</summary>
/// <param name="Key">The parameter as the file names it.</param>
/// <param name="Fault">The fault and its remedy.</param>
public readonly record struct ParameterFault(string Key, string Fault);
