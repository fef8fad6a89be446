namespace RiskEngine.Core.Events;

/// <summary>What the <c>value</c> of an event, or of one attribute, is.</summary>
public enum EventValueKind : byte
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>A number, kept as a double.</summary>
    Number,

    /// <summary>true or false, kept as the number 1 or 0.</summary>
    Boolean,

    /// <summary>A string.</summary>
    Text,
}
