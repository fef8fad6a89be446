namespace RiskEngine.Workbench.Migration;

/// <summary>How rows of a CSV file become events.</summary>
internal sealed record CsvMapping
{
    /// <summary>Where it was read from, for messages.</summary>
    public required string File { get; init; }

    /// <summary>Its name; null where it has none.</summary>
    public string? Id { get; init; }

    /// <summary>What it maps; null where it does not say.</summary>
    public string? Title { get; init; }

    /// <summary>Where the rows come from; null where it does not say.</summary>
    public string? Description { get; init; }

    /// <summary>Between cells.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the file is out of order and has to be sorted by event time, which holds all of it in memory.</summary>
    public bool Sort { get; init; }

    /// <summary>The event time.</summary>
    public required CsvTime Time { get; init; }

    /// <summary>The events of each row; at least one.</summary>
    public required IReadOnlyList<CsvEventMapping> Events { get; init; }
}
