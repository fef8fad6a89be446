namespace RiskEngine.Core.Alerts;

/// <summary>Orders transitions by time, rule, key and number, so that equal input gives equal output whatever order keys were met in.</summary>
public sealed class TransitionOrder : IComparer<AlertTransition>
{
    /// <summary>The one instance.</summary>
    public static readonly TransitionOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(AlertTransition? x, AlertTransition? y)
    {
        if (x is null || y is null) return x is null ? (y is null ? 0 : -1) : 1;
        var order = x.At.CompareTo(y.At);
        if (order == 0) order = string.CompareOrdinal(x.Rule.Id, y.Rule.Id);
        if (order == 0) order = string.CompareOrdinal(x.Key, y.Key);
        return order != 0 ? order : x.Number.CompareTo(y.Number);
    }
}
