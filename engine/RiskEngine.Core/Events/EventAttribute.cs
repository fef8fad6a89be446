namespace RiskEngine.Core.Events;

/// <summary>One entry of an event's flat <c>attributes</c> object.</summary>
/// <param name="Name">The attribute's name, interned with <see cref="string.Intern"/>: compare by reference.</param>
/// <param name="Kind">What the value is.</param>
/// <param name="Number">The number, or 1 and 0 for a boolean; 0 otherwise.</param>
/// <param name="Text">The string, or null when the value is none.</param>
public readonly record struct EventAttribute(string Name, EventValueKind Kind, double Number, string? Text);
