namespace RiskEngine.Rules.Inputs;

/// <summary>What the loader of mappings needs to know beside the files.</summary>
public sealed record InputLoadOptions
{
    /// <summary>The defaults.</summary>
    public static readonly InputLoadOptions Default = new();

    /// <summary>Attributes whose values become pseudonyms; nowhere else may a mapping put what they are read from.</summary>
    public IReadOnlyList<string> PersonFields { get; init; } = ["credential", "plate", "card", "reporter"];

    /// <summary>Largest mapping file that is read, in bytes; default 512 KiB.</summary>
    public int MaxFileBytes { get; init; } = 512 * 1024;

    /// <summary>Most mapping files; default 10,000.</summary>
    public int MaxFiles { get; init; } = 10_000;
}
