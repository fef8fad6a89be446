namespace RiskEngine.Core.Decoding;

/// <summary>What of a rejected line goes to the dead-letter topic.</summary>
public enum DeadLetterPayload
{
    /// <summary>Structure and the operational fields; every other string and number is replaced. Bytes that are no JSON: length and hash only.</summary>
    Redacted,

    /// <summary>The line as it came, person fields as pseudonyms. Bytes that are no JSON come as they are, unless they name a person field.</summary>
    Raw,
}
