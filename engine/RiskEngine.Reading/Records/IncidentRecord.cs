using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Reading.Records;

/// <summary>An incident as its topic holds it, with what lists are filtered and ordered by. Immutable.</summary>
public sealed record IncidentRecord
{
    /// <summary>Its identity.</summary>
    public required string Id { get; init; }

    /// <summary>Grows with each record of the incident.</summary>
    public required int Number { get; init; }

    /// <summary>Whether it goes on.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Its grade.</summary>
    public required Grade Grade { get; init; }

    /// <summary>Its area; empty where it has none.</summary>
    public string Area { get; init; } = "";

    /// <summary>What its alerts are about; empty where nobody says.</summary>
    public string Cause { get; init; } = "";

    /// <summary>One line for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>A sentence for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>When it opened: what lists are ordered by.</summary>
    public required EventTime Opened { get; init; }

    /// <summary>Time of this record.</summary>
    public required EventTime At { get; init; }

    /// <summary>Who acknowledged it; null where nobody has.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>When.</summary>
    public EventTime? AcknowledgedAt { get; init; }

    /// <summary>The alerts that the record names: the first, the gravest and those that moved last.</summary>
    public IReadOnlyList<string> Alerts { get; init; } = [];

    /// <summary>The whole record, one JSON object in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Its place in lists.</summary>
    public ListPlace ListPlace => new(Opened.Micros, Id);

    /// <summary>Whether a text is a part of its title, message, area or cause, in small or capital letters.</summary>
    public bool Contains(string text) => Has(Title, text) || Has(Message, text) || Has(Area, text) || Has(Cause, text);

    /// <summary>Reads a record.</summary>
    /// <returns>Null where it is none of an incident.</returns>
    public static IncidentRecord? Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonFields.Parse(json);
        if (document?.RootElement is not { } root) return null;
        if (root.Text("id") is not { Length: > 0 } id || root.Int("number") is not (> 0 and var number) || root.Text("state") is not ("open" or "resolved")) return null;
        if (root.Time("at") is not { } at || GradeName.Parse(root.Text("grade")) is not (not Grade.None and var grade)) return null;
        var acknowledged = root.Object("acknowledged");
        return new IncidentRecord
        {
            Id = id,
            Number = number,
            IsOpen = root.Text("state") == "open",
            Grade = grade,
            Area = root.Text("area") ?? "",
            Cause = root.Text("cause") ?? "",
            Title = root.Text("title") ?? "",
            Message = root.Text("message") ?? "",
            Opened = root.Time("opened") ?? at,
            At = at,
            AcknowledgedBy = acknowledged?.Text("by"),
            AcknowledgedAt = acknowledged?.Time("at"),
            Alerts =
            [
                .. new[] { root.Object("first")?.Text("alert"), root.Object("worst")?.Text("alert") }
                    .Concat(root.Objects("members").Select(member => member.Text("alert"))).OfType<string>().Distinct(),
            ],
            Json = json,
        };
    }

    private static bool Has(string where, string text) => where.Contains(text, StringComparison.OrdinalIgnoreCase);
}
