namespace RiskEngine.Core.Rules;

/// <summary>What happens to an alert when its key falls silent: silence is not recovery.</summary>
public enum NoDataPolicy : byte
{
    /// <summary>The alert stays as it is until there are data again.</summary>
    Hold,

    /// <summary>The alert resolves, with the reason <c>no_data</c>.</summary>
    Resolve,

    /// <summary>The silence itself raises an alert of the ladder's lowest grade, or holds the open one.</summary>
    Alert,
}
