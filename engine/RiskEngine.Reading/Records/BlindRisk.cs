namespace RiskEngine.Reading.Records;

/// <summary>A risk that cannot be seen in an area.</summary>
public sealed record BlindRisk
{
    /// <summary>The rule that sees nothing.</summary>
    public string Risk { get; init; } = "";

    /// <summary>Why, in a few words.</summary>
    public string Because { get; init; } = "";

    /// <summary>Since when, RFC 3339; null where nobody knows.</summary>
    public string? Since { get; init; }

    /// <summary>The sources that are missing.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>The area, in answers that speak of several; null in the record itself.</summary>
    public string? Area { get; init; }
}
