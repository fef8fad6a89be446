namespace RiskEngine.Core.Rules;

/// <summary>The kinds of keys.</summary>
public enum KeyKind : byte
{
    /// <summary>The device.</summary>
    Source,

    /// <summary>The site path.</summary>
    Site,

    /// <summary>A named level of the site path, e.g. the district.</summary>
    Area,

    /// <summary>A pseudonymised attribute of access events, e.g. the credential.</summary>
    Attribute,

    /// <summary>The task itself: what the engine says of its own work.</summary>
    Task,

    /// <summary>Any other attribute, as it is, e.g. the lane.</summary>
    PlainAttribute,

    /// <summary>A key and an attribute together, e.g. the lane of a site.</summary>
    Pair,
}
