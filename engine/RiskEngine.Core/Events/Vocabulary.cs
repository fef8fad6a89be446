namespace RiskEngine.Core.Events;

/// <summary>The names that one task has met: kinds, sources, sites, units, attribute names and attribute texts.</summary>
/// <remarks>Owned by one task; nothing in it is shared.</remarks>
public sealed class Vocabulary
{
    /// <summary>Creates an empty vocabulary.</summary>
    /// <param name="maxSources">Most sources one task follows; events of a further one are rejected.</param>
    public Vocabulary(int maxSources = 2_000_000)
    {
        Sources = new SymbolTable(maxSources);
        Sites = new SymbolTable(maxSources);
    }

    /// <summary>Event kinds.</summary>
    public SymbolTable Kinds { get; } = new(10_000);

    /// <summary>Devices.</summary>
    public SymbolTable Sources { get; }

    /// <summary>Site paths.</summary>
    public SymbolTable Sites { get; }

    /// <summary>Units.</summary>
    public SymbolTable Units { get; } = new(10_000);

    /// <summary>Names of attributes, and texts of values and attributes; the texts that no longer come make room for those that do.</summary>
    public TextCache Texts { get; } = new(65_536);
}
