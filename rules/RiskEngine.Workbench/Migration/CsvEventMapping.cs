namespace RiskEngine.Workbench.Migration;

/// <summary>One event of a row, or one for each of several columns.</summary>
internal sealed record CsvEventMapping
{
    /// <summary>Its line in the mapping file, for messages.</summary>
    public required long Line { get; init; }

    /// <summary>Columns with the names that <c>{name}</c> stands for, one event each; empty for one event a row.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Each { get; init; }

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The device.</summary>
    public required string Source { get; init; }

    /// <summary>The place.</summary>
    public required string Site { get; init; }

    /// <summary>The unit; null for none.</summary>
    public string? Unit { get; init; }

    /// <summary>The id; null for one made of file, line and source.</summary>
    public string? Id { get; init; }

    /// <summary>The value; null for an event without one.</summary>
    public CsvValue? Value { get; init; }

    /// <summary>Conditions on columns: the event exists where every column holds one of its texts.</summary>
    public required IReadOnlyList<KeyValuePair<string, IReadOnlySet<string>>> When { get; init; }

    /// <summary>Attributes.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; }
}
