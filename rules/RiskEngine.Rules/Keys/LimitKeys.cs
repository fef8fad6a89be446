namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>limits</c>.</summary>
internal static class LimitKeys
{
    /// <summary>Any number.</summary>
    public static readonly NumberShape Number = new(-1e300, 1e300);

    public static readonly KeySpec Table = new("table", new TextShape(260, "a file name"),
        "A CSV file beside the rule: its first row names the columns, each further row has the limits of one key. It is read again when it changes.")
    { Required = true, Examples = ["limits.csv"] };

    public static readonly KeySpec Key = new("key", new TextShape(100, "the name of a column"),
        "The column with the rule's key: the source, the site or the area, as 'by' says.")
    { Default = "the first column", Examples = ["source"] };

    public static readonly KeySpec Default = new("default", new AnyShape(Number, new TableShape(Number, 100)),
        "The limits of keys without a row, and of empty cells: a number for each column, or one for the only column. Without it no condition with limits holds for such a key, " +
        "which is counted and told.")
    { Examples = ["10", "{warn: 10, alarm: 20}"] };

    public static readonly MapSpec Keys = new("limits", [Table, Key, Default]);

    public static readonly KeySpec Limits = new("limits", new MapShape(Keys),
        "A table of numbers, a row for each key, that grades and clear compare with: \">= limits.warn\", where warn is a column.")
    { Examples = ["{table: limits.csv, key: source}"] };
}
