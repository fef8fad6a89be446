using System.Text;
using System.Text.Json;
using RiskEngine.Core.Time;

namespace RiskEngine.Sinks.Notices;

/// <summary>A rehearsal of an incident, by which somebody finds out whether a sink works.</summary>
public static class DrillNotice
{
    /// <summary>Makes one.</summary>
    /// <param name="subject">The incident: 24 hexadecimal digits.</param>
    /// <param name="isEnd">Whether it is the end of it.</param>
    /// <param name="began">When it began.</param>
    /// <param name="at">When this takes place.</param>
    public static Notice Of(string subject, bool isEnd, EventTime began, EventTime at)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["id"] = subject,
            ["number"] = isEnd ? 2 : 1,
            ["state"] = isEnd ? "resolved" : "open",
            ["direction"] = isEnd ? "end" : "rise",
            ["grade"] = "yellow",
            ["previous_grade"] = isEnd ? "yellow" : "none",
            ["certainty"] = "possible",
            ["area"] = "drill",
            ["cause"] = "drill",
            ["title"] = "Drill: a test of the way that alerts take",
            ["message"] = isEnd ? "This drill is over. Nothing had happened." : "This is a drill. Nothing has happened, nobody needs to do anything.",
            ["opened"] = began.ToString(),
            ["at"] = at.ToString(),
            ["open"] = isEnd ? 0 : 1,
            ["total"] = 1,
            ["members"] = Array.Empty<object>(),
            ["notify"] = true,
            ["notify_because"] = isEnd ? "resolved" : "opened",
            ["drill"] = true,
            ["categories"] = new[] { "Other" },
        });
        return NoticeJson.Read(NoticeKind.Incidents, json, out var fault) ?? throw new InvalidOperationException($"{fault}: {Encoding.UTF8.GetString(json)}");
    }
}
