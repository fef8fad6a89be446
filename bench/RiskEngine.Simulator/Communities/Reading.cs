namespace RiskEngine.Simulator.Communities;

/// <summary>What a device says: an event without the names and the time that the device itself knows.</summary>
/// <param name="Kind">The kind, e.g. <c>sensor.gas</c>.</param>
/// <param name="Value">The value; 1 and 0 for a boolean.</param>
/// <param name="Unit">The unit; null for a boolean.</param>
/// <param name="Attributes">Flat attributes.</param>
/// <param name="Text">The value, where it is a word; null where it is a number or a boolean.</param>
internal readonly record struct Reading(string Kind, double Value, string? Unit, KeyValuePair<string, string>[] Attributes, string? Text = null);
