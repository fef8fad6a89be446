namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>Rows of features, one behind the other in one array that grows and is used again.</summary>
/// <param name="width">How many features a row has.</param>
internal sealed class FeatureRows(int width)
{
    /// <summary>How many features a row has.</summary>
    public int Width => width;

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>The features, row by row; longer than the rows need.</summary>
    public float[] Values { get; private set; } = [];

    /// <summary>A label of each row; empty where the rows are not to be learned.</summary>
    public List<bool> Labels { get; } = [];

    /// <summary>The features of one row.</summary>
    public Span<float> this[int row] => Values.AsSpan(row * width, width);

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<float> features)
    {
        if ((Count + 1) * width > Values.Length)
        {
            var grown = new float[Math.Max(16, 2 * Count) * width];
            Values.AsSpan(0, Count * width).CopyTo(grown);
            Values = grown;
        }

        Count++;
        features.CopyTo(this[Count - 1]);
    }

    /// <summary>Removes all rows and keeps the room.</summary>
    public void Clear()
    {
        Count = 0;
        Labels.Clear();
    }
}
