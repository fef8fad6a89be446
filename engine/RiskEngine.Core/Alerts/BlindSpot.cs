using System.Globalization;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Alerts;

/// <summary>What cannot be seen at a site because devices have fallen silent.</summary>
/// <param name="Family">The family of events, such as <c>sensor</c>.</param>
/// <param name="Sources">How many devices of the site and family are watched, the silent ones included.</param>
/// <param name="Silent">How many of them are silent, at least one.</param>
/// <param name="Since">When the first of these was heard last.</param>
/// <param name="Risks">The rules that look at these devices, the gravest first; at most <see cref="Most"/>.</param>
/// <param name="MoreRisks">How many more there are.</param>
/// <param name="Devices">The silent devices by name; at most <see cref="Most"/>.</param>
public sealed record BlindSpot(string Family, int Sources, int Silent, EventTime Since, IReadOnlyList<string> Risks, int MoreRisks, IReadOnlyList<string> Devices)
{
    /// <summary>How many rules and devices are named.</summary>
    public const int Most = 20;

    private const int MostInSentence = 5;

    /// <summary>A value for the sentence, by its name; null for any other name.</summary>
    public string? Text(string name) => name switch
    {
        "family" => Family,
        "sources" => Sources.ToString(CultureInfo.InvariantCulture),
        "silent" => Silent.ToString(CultureInfo.InvariantCulture),
        "since" => Since.ToString(),
        "risks" => Listed(Risks, Risks.Count + MoreRisks),
        "devices" => Listed(Devices, Silent),
        _ => null,
    };

    private static string Listed(IReadOnlyList<string> names, int all)
    {
        var said = Math.Min(MostInSentence, names.Count);
        var text = string.Join(", ", names.Take(said));
        return all > said ? string.Create(CultureInfo.InvariantCulture, $"{text} and {all - said} more") : text;
    }
}
