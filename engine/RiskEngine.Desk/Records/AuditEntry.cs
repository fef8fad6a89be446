using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Records;

/// <summary>Something that was done about alerts, by somebody or because its time was over.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Action">What.</param>
/// <param name="By">Who; <c>desk</c> where a time was over.</param>
/// <param name="About">The incident, alert or silence.</param>
/// <param name="Area">The desk area.</param>
internal readonly record struct AuditEntry(string Id, string Action, string By, string About, string Area)
{
    /// <summary>Why it was not done; null where it was.</summary>
    public string? Refused { get; init; }

    /// <summary>The reason that was given.</summary>
    public string Why { get; init; } = "";

    /// <summary>To whom.</summary>
    public string? To { get; init; }

    /// <summary>Until when.</summary>
    public EventTime? Until { get; init; }

    /// <summary>The rules whose alerts it judges.</summary>
    public IReadOnlyList<string>? Rules { get; init; }
}
