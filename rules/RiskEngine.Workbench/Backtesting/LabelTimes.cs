using System.Globalization;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>How the times of a labels file are written.</summary>
/// <param name="Format">A .NET date and time format; null for RFC 3339 and <c>yyyy-MM-dd HH:mm[:ss]</c>.</param>
/// <param name="Offset">Offset from UTC of times that name none.</param>
public sealed record LabelTimes(string? Format, TimeSpan Offset)
{
    private static readonly string[] Usual =
    [
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd",
    ];

    /// <summary>Times as most people write them, in UTC.</summary>
    public static readonly LabelTimes Default = new(null, TimeSpan.Zero);

    /// <summary>Reads a time.</summary>
    public bool TryParse(string text, out EventTime time)
    {
        time = default;
        if (!DateTime.TryParseExact(text, Format is null ? Usual : [Format], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var calendar)) return false;
        var offset = calendar.Kind == DateTimeKind.Utc ? TimeSpan.Zero : Offset;
        time = EventTime.From(new DateTimeOffset(DateTime.SpecifyKind(calendar, DateTimeKind.Unspecified), TimeSpan.Zero)) - offset;
        return true;
    }
}
