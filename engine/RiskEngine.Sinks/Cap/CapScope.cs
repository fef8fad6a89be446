namespace RiskEngine.Sinks.Cap;

/// <summary>Whom a message is for.</summary>
public enum CapScope
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Those whom the restriction names.</summary>
    Restricted,

    /// <summary>The addressees.</summary>
    Private,
}
