using RiskEngine.Core.Events;

namespace RiskEngine.Core.Rules;

/// <summary>A compiled numeric expression over one event: what a window aggregates or a threshold compares.</summary>
/// <param name="Text">Its source, normalised: equal text shares windows. <c>value</c> is the event's own value.</param>
/// <param name="Evaluate">The number; NaN where the event has none. Allocates nothing, throws nothing.</param>
/// <param name="Hash">For <see cref="Windows.AggregateKind.Distinct"/> over texts: a 64-bit hash of the value; 0 where there is none.</param>
public sealed record EventNumber(string Text, Func<EventCursor, double> Evaluate, Func<EventCursor, ulong>? Hash = null)
{
    /// <summary>What it reads of the event, e.g. <c>value</c> and <c>attributes.level</c>; for people who ask why there is no number.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The event's own <c>value</c>.</summary>
    public static readonly EventNumber Value = new("value", static e => e.Value);
}
