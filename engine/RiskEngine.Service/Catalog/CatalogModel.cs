using RiskEngine.Core.Scoring;

namespace RiskEngine.Service.Catalog;

/// <summary>A model as the catalogue gives it.</summary>
/// <param name="Model">The model under its name, with the parameters that were loaded.</param>
/// <param name="Kind">Its algorithm.</param>
/// <param name="Purpose">What it is for, in one line.</param>
/// <param name="File">The file that states it.</param>
public sealed record CatalogModel(IModel Model, string Kind, string Purpose, string File);
