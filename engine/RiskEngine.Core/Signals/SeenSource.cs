using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>That a source has spoken, to a rule that counts the members of an area.</summary>
/// <param name="Rule">Id of that rule.</param>
/// <param name="Source">The source.</param>
/// <param name="Site">Its site.</param>
/// <param name="At">When it spoke.</param>
/// <param name="Part">Whether alerts follow that its event has caused.</param>
public readonly record struct SeenSource(string Rule, string Source, string Site, EventTime At, SeenPart Part = SeenPart.Alone);
