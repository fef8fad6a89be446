namespace RiskEngine.Core.Alerts;

/// <summary>Orders transitions by time, rule and key, so that equal input gives equal output whatever order keys were met in.</summary>
/// <remarks>Transitions of one key at one time are equal: a stable sort leaves them as they took place, the end of one alert before the start of the next.</remarks>
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
        return order != 0 ? order : string.CompareOrdinal(x.Key, y.Key);
    }
}
