namespace RiskEngine.Workbench.Inputs;

/// <summary>Where a record of a recording stands.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">Its line, from 1; of a row that spreads over several, the first.</param>
public readonly record struct RecordPlace(string File, long Line)
{
    /// <summary>What shows the record to people: the row of a CSV file, shortened, or the source that a line names; null where nothing is to be shown.</summary>
    public string? Row { get; init; }

    /// <summary>In the form of messages: <c>march.jsonl:17</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}");
}
