using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Rules.Cases;

/// <summary>A change of an alert that a test expects.</summary>
/// <param name="Grade">The grade that the alert takes; <see cref="Grade.None"/> where it must resolve.</param>
/// <param name="From">Earliest time of the change; null for any.</param>
/// <param name="To">Latest time of the change, included; null for any.</param>
public sealed record ExpectedChange(Grade Grade, EventTime? From, EventTime? To)
{
    /// <summary>The source, site or area whose alert it is; null for any.</summary>
    public string? Key { get; init; }

    /// <summary>Why it must change, e.g. <c>no_data</c>; null for any reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Line in the file, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Whether a change fits the expectation.</summary>
    public bool Fits(Grade grade, EventTime at, string key, string? reason = null) =>
        grade == Grade && !(at < From) && !(at > To) && (Key is null || Key == key) && (Reason is null || Reason == reason);

    /// <summary>In words: <c>yellow at 2026-01-05T00:02:30.000Z for gm-1</c>.</summary>
    public override string ToString()
    {
        var text = Grade == Grade.None ? "resolved" : Grade.ToString().ToLowerInvariant();
        if (From is { } from) text += To is { } to && to != from ? $" at {from} to {to}" : $" at {from}";
        if (Key is not null) text += $" for {Key}";
        return Reason is null ? text : $"{text} because {Reason}";
    }
}
