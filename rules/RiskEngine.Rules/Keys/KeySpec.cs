namespace RiskEngine.Rules.Keys;

/// <summary>One key that a rule file may hold.</summary>
internal sealed record KeySpec(string Name, Shape Shape, string Description)
{
    public bool Required { get; init; }

    /// <summary>What holds where the key is left out, as it would be written; null where nothing does.</summary>
    public string? Default { get; init; }

    /// <summary>Values as an author writes them, for editors and for messages.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
