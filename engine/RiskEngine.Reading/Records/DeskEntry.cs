using RiskEngine.Core.Time;

namespace RiskEngine.Reading.Records;

/// <summary>A record of what people are not told of, or of who did what, with what lists are filtered and ordered by. Immutable.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="About">The alert that is not told of, or what was done something about.</param>
/// <param name="What">The reason for which it is not told of, or the action.</param>
/// <param name="By">Who or what did it; empty where nobody says.</param>
/// <param name="Rule">Rule id; empty where it is none of one rule.</param>
/// <param name="Area">The desk area; empty where it has none.</param>
/// <param name="At">When.</param>
/// <param name="Json">The whole record, one JSON object in UTF-8.</param>
public sealed record DeskEntry(string Id, string About, string What, string By, string Rule, string Area, EventTime At, ReadOnlyMemory<byte> Json)
{
    /// <summary>Its place in lists.</summary>
    public ListPlace ListPlace => new(At.Micros, Id);

    /// <summary>Reads a record of <c>risk.suppressed.v1</c>.</summary>
    /// <returns>Null where it is none.</returns>
    public static DeskEntry? ReadSuppressed(ReadOnlyMemory<byte> json) => Read(json, "alert", "reason");

    /// <summary>Reads a record of <c>risk.audit.v1</c>.</summary>
    /// <returns>Null where it is none.</returns>
    public static DeskEntry? ReadAudit(ReadOnlyMemory<byte> json) => Read(json, "about", "action");

    private static DeskEntry? Read(ReadOnlyMemory<byte> json, string about, string what)
    {
        using var document = JsonFields.Parse(json);
        return document?.RootElement is { } root && root.Text("id") is { Length: > 0 } id && root.Text(about) is { } subject && root.Text(what) is { } did
            && root.Time("at") is { } at
            ? new DeskEntry(id, subject, did, root.Text("by") ?? "", root.Text("rule") ?? "", root.Text("area") ?? "", at, json)
            : null;
    }
}
