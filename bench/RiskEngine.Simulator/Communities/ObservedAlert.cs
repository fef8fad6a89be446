using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>One firing transition, as the scorecard reads it from the alert topic.</summary>
/// <param name="AlertId">The alert's fingerprint; several transitions of one alert share it.</param>
/// <param name="Rule">The rule that fired.</param>
/// <param name="Area">The site or area.</param>
/// <param name="Source">The device; null where the rule follows a place.</param>
/// <param name="Grade">blue, yellow, orange or red.</param>
/// <param name="At">Event time of the transition.</param>
public sealed record ObservedAlert(string AlertId, string Rule, string Area, string? Source, string Grade, EventTime At);
