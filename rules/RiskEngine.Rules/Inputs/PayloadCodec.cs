namespace RiskEngine.Rules.Inputs;

/// <summary>What the bytes of a record are.</summary>
public enum PayloadCodec
{
    /// <summary>One JSON value.</summary>
    Json,

    /// <summary>A JSON value on each line; each is a payload of its own.</summary>
    JsonLines,

    /// <summary>A JSON array; each item is a payload of its own.</summary>
    JsonArray,

    /// <summary>A SenML pack (RFC 8428) in JSON, its base fields worked into its records.</summary>
    SenMl,

    /// <summary>Text, as it is.</summary>
    Text,

    /// <summary>Rows of cells below a header row; each row is a payload of its own.</summary>
    Csv,
}
