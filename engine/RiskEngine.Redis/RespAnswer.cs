namespace RiskEngine.Redis;

/// <summary>An answer of a Redis: an error, a text or number, or several of them.</summary>
internal readonly record struct RespAnswer
{
    /// <summary>The error; null where it is none.</summary>
    public string? Error { get; init; }

    /// <summary>The text or number; null where there is none.</summary>
    public string? Text { get; init; }

    /// <summary>The items of an array; null where it is none.</summary>
    public IReadOnlyList<string?>? Items { get; init; }
}
