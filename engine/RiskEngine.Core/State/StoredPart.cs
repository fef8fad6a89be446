namespace RiskEngine.Core.State;

/// <summary>A part of a task's state that rules of one type have for themselves: how it is named, what it holds of a key, and how to say that in words.</summary>
/// <param name="Id">The parts of its id, in capitals what differs from rule to rule, e.g. <c>absence:RULE:BY:EVENTS</c>; what stands before the first colon is
/// its alone.</param>
/// <param name="Payload">What is stored of a key, in the terms of docs/state.md, whose table is written from this.</param>
/// <param name="InWords">Reads what was stored of a key and says it in words.</param>
public sealed record StoredPart(string Id, string Payload, StoredPart.Words InWords)
{
    private readonly string _prefix = Id[..(Id.IndexOf(':') + 1)];

    /// <summary>Says in words what was stored of a key; for people, so a line is enough.</summary>
    /// <param name="part">The whole id of the part, which may tell how it was stored.</param>
    /// <param name="reader">Stands at the start of what was stored, and at its end afterwards.</param>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    public delegate string Words(string part, ref StateReader reader);

    /// <summary>Whether a part is one of these.</summary>
    /// <param name="part">The id of the part.</param>
    public bool Is(string part) => part.StartsWith(_prefix, StringComparison.Ordinal);
}
