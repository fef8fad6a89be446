namespace RiskEngine.Sinks.Cap;

/// <summary>What every CAP message of a sink says alike.</summary>
internal sealed record CapOptions
{
    /// <summary>Who sends, unique in the world: often an address of mail.</summary>
    public required string Sender { get; init; }

    /// <summary>Who sends, for people.</summary>
    public string? SenderName { get; init; }

    /// <summary>Of messages that are no drills.</summary>
    public CapStatus Status { get; init; } = CapStatus.Actual;

    /// <summary>Whom it is for.</summary>
    public CapScope Scope { get; init; } = CapScope.Restricted;

    /// <summary>Said where the scope is restricted.</summary>
    public string Restriction { get; init; } = "For the responsible services only";

    /// <summary>Addressees, with blanks between; needed where the scope is private.</summary>
    public string? Addresses { get; init; }

    /// <summary>Language of titles and messages.</summary>
    public string Language { get; init; } = "en-US";

    /// <summary>How long a message is valid.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whom to ask.</summary>
    public string? Contact { get; init; }

    /// <summary>Where to read more.</summary>
    public string? Web { get; init; }
}
