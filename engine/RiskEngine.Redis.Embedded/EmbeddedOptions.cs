namespace RiskEngine.Redis.Embedded;

/// <summary>How an embedded server keeps what it holds.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>Its folder; made where it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether the folder is looked at only: nothing in it changes, and what is written to the server is lost.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Length of the log, in bytes, beyond twice what it was after the last rewrite, from which it is called long; default 256 MiB.</summary>
    public long RewriteFromBytes { get; init; } = 256L * 1024 * 1024;
}
