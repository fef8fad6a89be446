using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Reading.Records;

/// <summary>A transition of an alert as a topic holds it, with what lists are filtered and ordered by. Immutable.</summary>
public sealed record AlertRecord
{
    /// <summary>The alert's fingerprint.</summary>
    public required string Alert { get; init; }

    /// <summary>Number of the transition, from 1.</summary>
    public required int Transition { get; init; }

    /// <summary>Rule id.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether the alert is firing.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Its grade; of a resolved alert the last one.</summary>
    public required Grade Grade { get; init; }

    /// <summary>What it concerns.</summary>
    public required string Key { get; init; }

    /// <summary>The device; null where it is not one device's.</summary>
    public string? Source { get; init; }

    /// <summary>Its site or area; empty where it has none.</summary>
    public string Place { get; init; } = "";

    /// <summary>One line for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>A sentence for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>Start of the episode: what lists are ordered by, because it never changes.</summary>
    public required EventTime FirstEvidence { get; init; }

    /// <summary>Time of the transition.</summary>
    public required EventTime At { get; init; }

    /// <summary>Whether an event caused it that came long after its time.</summary>
    public bool IsBackfilled { get; init; }

    /// <summary>The whole record, one JSON object in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Its place in lists: newest episodes first, then by id.</summary>
    public ListPlace ListPlace => new(FirstEvidence.Micros, Alert);

    /// <summary>Whether a text is a part of its title, message, key, place or rule, in small or capital letters.</summary>
    public bool Contains(string text) => Has(Title, text) || Has(Message, text) || Has(Key, text) || Has(Place, text) || Has(Rule, text);

    /// <summary>Reads a record.</summary>
    /// <returns>Null where it is no transition of an alert.</returns>
    public static AlertRecord? Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonFields.Parse(json);
        if (document?.RootElement is not { } root) return null;
        if (root.Text("alert") is not { Length: > 0 } alert || root.Text("rule") is not { } rule || root.Text("key") is not { } key) return null;
        if (root.Text("state") is not ("firing" or "resolved") || root.Time("time") is not { } at || root.Int("transition") is not (> 0 and var number)) return null;
        if (GradeName.Parse(root.Text("grade")) is not (not Grade.None and var grade)) return null;
        return new AlertRecord
        {
            Alert = alert,
            Transition = number,
            Rule = rule,
            IsOpen = root.Text("state") == "firing",
            Grade = grade,
            Key = key,
            Source = root.Text("source"),
            Place = root.Text("site") ?? root.Text("area") ?? "",
            Title = root.Text("title") ?? "",
            Message = root.Text("message") ?? "",
            FirstEvidence = root.Time("first_evidence") ?? at,
            At = at,
            IsBackfilled = root.Flag("backfilled") || root.Flag("rebuilt"),
            Json = json,
        };
    }

    private static bool Has(string where, string text) => where.Contains(text, StringComparison.OrdinalIgnoreCase);
}
