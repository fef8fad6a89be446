namespace RiskEngine.Models.Evaluation;

/// <summary>A run of rows of one series, both ends included.</summary>
/// <param name="First">First row, from 0.</param>
/// <param name="Last">Last row, not before <paramref name="First"/>.</param>
public readonly record struct RowRange(int First, int Last)
{
    /// <summary>How many rows it has.</summary>
    public int Length => Last - First + 1;

    /// <summary>Whether a row belongs to it.</summary>
    public bool Contains(int row) => row >= First && row <= Last;
}
