namespace RiskEngine.Models.Evaluation;

/// <summary>A recording with the rows that people labelled as anomalous.</summary>
/// <param name="Name">Path inside its collection, <c>/</c> between folders.</param>
/// <param name="Table">The rows.</param>
/// <param name="Windows">Labelled runs of rows, in order, not overlapping.</param>
public sealed record LabelledSeries(string Name, ChannelTable Table, IReadOnlyList<RowRange> Windows)
{
    /// <summary>The first folder of the name; series of one category are alike.</summary>
    public string Category => Name.Contains('/') ? Name[..Name.IndexOf('/')] : Name;

    /// <summary>How many first rows are not judged, by NAB's rule: 15 % of the rows, at most 750.</summary>
    public int Probation => (int)Math.Floor(0.15 * Math.Min(Table.Rows, 5000));

    /// <summary>Days from the first to the last row.</summary>
    public double Days => Table.Rows < 2 ? 0 : (Table.Times[^1] - Table.Times[0]).TotalDays;
}
