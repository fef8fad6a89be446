namespace RiskEngine.Core.Events;

/// <summary>Why a line was not accepted as an event. The name in snake case is the code in the dead letter's headers and in metrics.</summary>
public enum RejectReason
{
    /// <summary>The bytes are no UTF-8 JSON object.</summary>
    MalformedJson,

    /// <summary>The record or the line is longer than the limit.</summary>
    TooLarge,

    /// <summary>The object is nested deeper than the limit.</summary>
    TooDeep,

    /// <summary>A required field (<c>kind</c>, <c>source</c>, <c>site</c>, <c>time</c>) is absent.</summary>
    MissingField,

    /// <summary>A field appears twice.</summary>
    DuplicateField,

    /// <summary>A field has a type or a form that it must not have.</summary>
    BadField,

    /// <summary>A string is longer than its limit, or empty where it must not be.</summary>
    BadLength,

    /// <summary>The first segment of <c>kind</c> is no family.</summary>
    UnknownFamily,

    /// <summary><c>time</c> is neither RFC 3339 nor a number since 1970, or lies outside the calendar.</summary>
    BadTime,

    /// <summary><c>time</c> is further ahead of the clock than allowed.</summary>
    FutureTime,

    /// <summary><c>time</c> lies before the least plausible time: seconds where milliseconds are due, or a clock that was never set.</summary>
    ImplausibleTime,

    /// <summary>A top-level field that the contract does not know, in strict mode.</summary>
    UnknownField,

    /// <summary>More attributes than allowed.</summary>
    TooManyAttributes,

    /// <summary>The task follows as many sources, sites or kinds as it may.</summary>
    TooManySources,

    /// <summary>The record is empty (a tombstone has no meaning on an event topic).</summary>
    Empty,

    /// <summary>No mapping of the topic takes the record, or what a mapping says of it has no value.</summary>
    Unmapped,
}
