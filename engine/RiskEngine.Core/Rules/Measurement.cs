using RiskEngine.Core.Time;

namespace RiskEngine.Core.Rules;

/// <summary>What a detection measured for one key: the input of grade and clear conditions and of the message.</summary>
/// <param name="Measure">The measured value in the unit of the rule; seconds of silence for an absence.</param>
/// <param name="Count">How many events it rests on.</param>
/// <param name="From">Start of the stretch that was measured.</param>
/// <param name="To">Its end: the time of the event for a threshold, the end of the window otherwise.</param>
public readonly record struct Measurement(double Measure, long Count, EventTime From, EventTime To);
