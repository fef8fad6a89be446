using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Intake;

/// <summary>Reads what somebody asks of the desk from a record of <c>risk.feedback.v1</c>, UTF-8 JSON (docs/schema/feedback.v1.schema.json).</summary>
/// <remarks>Anybody with rights to the topic writes there, so nothing is taken on trust: sizes are bounded, and a field that nobody knows is refused by its name.</remarks>
public static class RequestDecoder
{
    /// <summary>Most bytes of a request.</summary>
    public const int MostBytes = 16 * 1024;

    private const int MostText = 2_000;
    private const int MostFault = 200;
    private const int MostEntries = 100;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Reads a request.</summary>
    /// <param name="value">The value of the record.</param>
    /// <param name="request">The request.</param>
    /// <param name="fault">What is wrong with it, in words for whoever wrote it.</param>
    public static bool TryDecode(ReadOnlyMemory<byte> value, [NotNullWhen(true)] out DeskRequest? request, [NotNullWhen(false)] out string? fault)
    {
        (request, fault) = (null, null);
        try
        {
            if (value.Length > MostBytes) throw new FormatException($"it has {value.Length} bytes; at most {MostBytes} are read");
            using var document = JsonDocument.Parse(value, Strict);
            request = Read(document.RootElement);
            return true;
        }
        catch (Exception refused) when (refused is JsonException or FormatException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no valid UTF-16, such as half of a surrogate pair.
            fault = refused.Message.Length <= MostFault ? refused.Message : string.Concat(refused.Message.AsSpan(0, MostFault), "…");
            return false;
        }
    }

    private static DeskRequest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException("it is no JSON object");
        string? id = null, by = null, action = null, area = null, why = null, incident = null, alert = null, to = null, silence = null, verdict = null;
        EventTime? at = null, until = null;
        AlertMatcher? match = null;
        foreach (var field in root.EnumerateObject())
        {
            switch (field.Name)
            {
                case "id": id = Text(field, 128); break;
                case "at": at = Time(field); break;
                case "by": by = Text(field, 256); break;
                case "action": action = Text(field, 32); break;
                case "area": area = Text(field, 512); break;
                case "why": why = Text(field, MostText); break;
                case "incident": incident = Text(field, 128); break;
                case "alert": alert = Text(field, 128); break;
                case "to": to = Text(field, 256); break;
                case "until": until = Time(field); break;
                case "match": match = Match(field); break;
                case "silence": silence = Text(field, 128); break;
                case "verdict": verdict = Text(field, 8); break;
                default: throw new FormatException($"there is no field '{field.Name}'");
            }
        }

        if (at is null) throw new FormatException("'at' is missing");
        if (incident is not null && alert is not null) throw new FormatException("it names an incident and an alert; ask for one of them");
        return new DeskRequest
        {
            Id = Required("id", id), By = Required("by", by), Area = Required("area", area), Kind = Kind(Required("action", action), verdict),
            Why = why ?? "", Incident = incident, Alert = alert, To = to, Until = until, Match = match, Silence = silence,
        };
    }

    private static RequestKind Kind(string action, string? verdict) => (action, verdict) switch
    {
        ("acknowledge", null) => RequestKind.Acknowledge,
        ("assign", null) => RequestKind.Assign,
        ("comment", null) => RequestKind.Comment,
        ("shelve", null) => RequestKind.Shelve,
        ("unshelve", null) => RequestKind.Unshelve,
        ("silence", null) => RequestKind.Silence,
        ("unsilence", null) => RequestKind.Unsilence,
        ("close", "true") => RequestKind.CloseTrue,
        ("close", "false") => RequestKind.CloseFalse,
        ("close", _) => throw new FormatException("to close needs a 'verdict', 'true' or 'false'"),
        ("acknowledge" or "assign" or "comment" or "shelve" or "unshelve" or "silence" or "unsilence", _) =>
            throw new FormatException($"'verdict' goes with close, not with {action}"),
        _ => throw new FormatException($"there is no action '{action}'"),
    };

    private static string Required(string name, string? text) => text is { Length: > 0 } ? text : throw new FormatException($"'{name}' is missing");

    private static string Text(JsonProperty field, int most) => Text(field.Name, field.Value, most);

    private static string Text(string name, JsonElement value, int most)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text) throw new FormatException($"'{name}' is no string");
        return text.Length <= most ? text : throw new FormatException($"'{name}' has {text.Length} characters; at most {most} are read");
    }

    private static EventTime Time(JsonProperty field) =>
        Text(field, 40).EndsWith('Z') && field.Value.TryGetDateTimeOffset(out var time) // without a zone it would be that of the machine
            ? EventTime.From(time)
            : throw new FormatException($"'{field.Name}' is no time in UTC as RFC 3339 has it; write e.g. '2026-11-21T10:00:00.000Z'");

    private static AlertMatcher Match(JsonProperty field)
    {
        if (field.Value.ValueKind != JsonValueKind.Object) throw new FormatException("'match' is no JSON object");
        var match = new AlertMatcher();
        foreach (var part in field.Value.EnumerateObject())
        {
            match = part.Name switch
            {
                "rules" => match with { Rules = List(part) },
                "areas" => match with { Areas = List(part) },
                "sources" => match with { Sources = List(part) },
                "causes" => match with { Causes = List(part) },
                "labels" => match with { Labels = Labels(part) },
                "at_most" => match with { AtMost = GradeOf(part) },
                _ => throw new FormatException($"there is no field 'match.{part.Name}'"),
            };
        }

        return match;
    }

    private static string[] List(JsonProperty part)
    {
        if (part.Value.ValueKind != JsonValueKind.Array) throw new FormatException($"'match.{part.Name}' is no list");
        if (part.Value.GetArrayLength() > MostEntries) throw new FormatException($"'match.{part.Name}' has more than {MostEntries} entries");
        return [.. part.Value.EnumerateArray().Select(entry => Text($"match.{part.Name}", entry, 512))];
    }

    private static SortedDictionary<string, string> Labels(JsonProperty part)
    {
        if (part.Value.ValueKind != JsonValueKind.Object) throw new FormatException("'match.labels' is no JSON object");
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in part.Value.EnumerateObject()) labels.Add(label.Name, Text($"match.labels.{label.Name}", label.Value, 512));
        return labels.Count <= MostEntries ? labels : throw new FormatException($"'match.labels' has more than {MostEntries} entries");
    }

    private static Grade GradeOf(JsonProperty part)
    {
        var name = Text("match.at_most", part.Value, 16);
        foreach (var grade in (ReadOnlySpan<Grade>)[Grade.Blue, Grade.Yellow, Grade.Orange, Grade.Red])
        {
            if (AlertJson.Name(grade) == name) return grade;
        }

        throw new FormatException($"'match.at_most': there is no grade '{name}'; write blue, yellow, orange or red");
    }
}
