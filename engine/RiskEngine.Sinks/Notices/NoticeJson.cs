using System.Text.Json;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Sinks.Notices;

/// <summary>Reads the records of incidents and alerts (docs/schema).</summary>
public static class NoticeJson
{
    /// <summary>Reads one.</summary>
    /// <param name="kind">What the topic holds.</param>
    /// <param name="json">The record's value.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <returns>Null where it is no such record.</returns>
    public static Notice? Read(NoticeKind kind, ReadOnlyMemory<byte> json, out string fault)
    {
        fault = "";
        try
        {
            using var document = JsonDocument.Parse(json);
            return kind == NoticeKind.Incidents ? Incident(document.RootElement, json) : Alert(document.RootElement, json);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            fault = $"the record is no {(kind == NoticeKind.Incidents ? "incident" : "alert")}: {wrong.Message}";
            return null;
        }
    }

    private static Notice Incident(JsonElement incident, ReadOnlyMemory<byte> json)
    {
        var (id, number) = (Text(incident, "id"), incident.GetProperty("number").GetInt64());
        return new Notice
        {
            Kind = NoticeKind.Incidents,
            Id = $"{id}-{number}",
            Subject = id,
            Number = number,
            Grade = GradeOf(Text(incident, "grade")),
            PreviousGrade = GradeOf(Optional(incident, "previous_grade")),
            IsEnd = Text(incident, "state") == "resolved",
            Direction = Text(incident, "direction"),
            Certainty = CertaintyOf(Text(incident, "certainty")),
            Place = Text(incident, "area"),
            Title = Text(incident, "title"),
            Message = Text(incident, "message"),
            At = Time(incident, "at"),
            Began = Time(incident, "opened"),
            Because = Optional(incident, "notify_because"),
            Rule = incident.TryGetProperty("worst", out var worst) ? Optional(worst, "rule") : null,
            Cause = Optional(incident, "cause"),
            Runbook = Optional(incident, "runbook"),
            Labels = Labels(incident),
            Categories = incident.TryGetProperty("categories", out var categories) ? [.. categories.EnumerateArray().Select(category => category.GetString() ?? "")] : [],
            IsDrill = Flag(incident, "drill"),
            IsForPeople = incident.GetProperty("notify").GetBoolean(),
            Json = json,
        };
    }

    private static Notice Alert(JsonElement alert, ReadOnlyMemory<byte> json) => new()
    {
        Kind = NoticeKind.Alerts,
        Id = Text(alert, "id"),
        Subject = Text(alert, "alert"),
        Number = alert.GetProperty("transition").GetInt64(),
        Grade = GradeOf(Text(alert, "grade")),
        PreviousGrade = GradeOf(Text(alert, "previous_grade")),
        IsEnd = Text(alert, "state") == "resolved",
        Direction = Text(alert, "direction"),
        Certainty = CertaintyOf(Text(alert, "certainty")),
        Place = Optional(alert, "site") ?? Optional(alert, "area") ?? Text(alert, "key"),
        Title = Text(alert, "title"),
        Message = Text(alert, "message"),
        At = Time(alert, "time"),
        Began = Time(alert, "onset"),
        Because = Optional(alert, "reason"),
        Rule = Text(alert, "rule"),
        Key = Text(alert, "key"),
        Runbook = Optional(alert, "runbook"),
        Labels = Labels(alert),
        Categories = [Text(alert.GetProperty("cap"), "category")],
        IsDrill = Flag(alert, "drill"),
        Json = json,
    };

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null");

    private static string? Optional(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool Flag(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.GetBoolean();

    private static EventTime Time(JsonElement of, string name) => EventTime.From(of.GetProperty(name).GetDateTimeOffset());

    private static Dictionary<string, string> Labels(JsonElement of) =>
        of.TryGetProperty("labels", out var labels) ? labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "") : [];

    private static Grade GradeOf(string? name) => name switch
    {
        null or "none" => Grade.None,
        "blue" => Grade.Blue,
        "yellow" => Grade.Yellow,
        "orange" => Grade.Orange,
        "red" => Grade.Red,
        _ => throw new FormatException($"'{name}' is no grade"),
    };

    private static Certainty CertaintyOf(string name) => name switch
    {
        "observed" => Certainty.Observed,
        "likely" => Certainty.Likely,
        "possible" => Certainty.Possible,
        _ => throw new FormatException($"'{name}' is no certainty"),
    };
}
