namespace RiskEngine.Core.Time;

/// <summary>A line of a calendar that cannot be understood.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
public readonly record struct CalendarFault(int Line, string Message, string Remedy);
