namespace RiskEngine.Models.Catalog;

/// <summary>Says how a parameter is called in the catalogue and what it may be. A property without it is called by its own name in snake case.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute : Attribute
{
    /// <summary>Its key in the catalogue; null for the property's name in snake case.</summary>
    public string? Key { get; init; }

    /// <summary>The least it may be; default 0.</summary>
    public double Least { get; init; }

    /// <summary>The most it may be; default 1e9.</summary>
    public double Most { get; init; } = 1e9;
}
