using System.Globalization;
using RiskEngine.Core.Time;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Cap;

/// <summary>By what a CAP message is known.</summary>
/// <param name="Identifier">Unique with the sender; without blanks, commas, <c>&lt;</c> and <c>&amp;</c>.</param>
/// <param name="Sent">When it was written.</param>
internal readonly record struct CapReference(string Identifier, string Sent)
{
    /// <summary>That of the message about a notice: the same whenever it is written again.</summary>
    public static CapReference Of(Notice notice) => new($"riskengine-{notice.Id}", TimeOf(notice.At));

    /// <summary>A time as CAP writes it: whole seconds, and <c>-00:00</c> for UTC (section 3.3.2).</summary>
    public static string TimeOf(EventTime time) => time.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'-00:00'", CultureInfo.InvariantCulture);
}
