using RiskEngine.Core.Time;

namespace RiskEngine.Models.Evaluation;

/// <summary>Rows of a recording: a time and one value per channel, labels kept apart so that no model can read them.</summary>
public sealed class ChannelTable
{
    /// <summary>Column names that hold labels; they never become channels.</summary>
    public static readonly IReadOnlySet<string> LabelColumns =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "anomaly", "changepoint", "EVENT", "ATT_FLAG" };

    /// <summary>Creates a table from its columns.</summary>
    /// <param name="names">Channel names in column order.</param>
    /// <param name="times">One time per row.</param>
    /// <param name="stamps">The times as the file spells them.</param>
    /// <param name="values">Row by row, one value per channel; NaN where the file has none.</param>
    /// <param name="labels">Label columns by name, one value per row.</param>
    public ChannelTable(string[] names, EventTime[] times, string[] stamps, double[] values, IReadOnlyDictionary<string, double[]> labels) =>
        (Names, Times, Stamps, Values, Labels) = (names, times, stamps, values, labels);

    /// <summary>Channel names in column order.</summary>
    public string[] Names { get; }

    /// <summary>One time per row.</summary>
    public EventTime[] Times { get; }

    /// <summary>The times as the file spells them.</summary>
    public string[] Stamps { get; }

    /// <summary>All values, row by row.</summary>
    public double[] Values { get; }

    /// <summary>Label columns by name.</summary>
    public IReadOnlyDictionary<string, double[]> Labels { get; }

    /// <summary>How many channels a row has.</summary>
    public int Channels => Names.Length;

    /// <summary>How many rows there are.</summary>
    public int Rows => Times.Length;

    /// <summary>The channel values of one row.</summary>
    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * Channels, Channels);

    /// <summary>One channel on its own.</summary>
    public double[] Channel(int channel)
    {
        var column = new double[Rows];
        for (var row = 0; row < column.Length; row++) column[row] = Values[(row * Channels) + channel];
        return column;
    }

    /// <summary>The rows whose time lies in [start, end], or null where there is none.</summary>
    public RowRange? Between(EventTime start, EventTime end)
    {
        int first = -1, last = -1;
        for (var row = 0; row < Rows; row++)
        {
            if (Times[row] < start || Times[row] > end) continue;
            if (first < 0) first = row;
            last = row;
        }

        return first < 0 ? null : new RowRange(first, last);
    }

    /// <summary>Runs of rows where a label is above zero.</summary>
    public IReadOnlyList<RowRange> Labelled(string label)
    {
        var runs = new List<RowRange>();
        var column = Labels[label];
        for (var row = 0; row < column.Length; row++)
        {
            if (!(column[row] > 0)) continue;
            var first = row;
            while (row + 1 < column.Length && column[row + 1] > 0) row++;
            runs.Add(new RowRange(first, row));
        }

        return runs;
    }
}
