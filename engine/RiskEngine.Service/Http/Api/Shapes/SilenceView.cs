namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>Something that people are not told of for a time.</summary>
internal sealed record SilenceView
{
    public required string Id { get; init; }

    /// <summary><c>silence</c>, or <c>shelf</c> of one alert.</summary>
    public required string Kind { get; init; }

    /// <summary><c>file</c> of the desk, or <c>people</c>.</summary>
    public required string From { get; init; }

    public required string By { get; init; }
    public required string Why { get; init; }
    public string? Since { get; init; }
    public string? Until { get; init; }
    public string? Area { get; init; }
    public string? About { get; init; }
    public IReadOnlyList<string>? Rules { get; init; }
    public IReadOnlyList<string>? Areas { get; init; }
    public IReadOnlyList<string>? Sources { get; init; }
    public IReadOnlyList<string>? Causes { get; init; }
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Whether it recurs by a schedule; null where it does not.</summary>
    public bool? Schedule { get; init; }
}
