namespace RiskEngine.Core.State;

/// <summary>Stored state that cannot be read: damaged, or written by a newer version. The entry that it concerns is refused and rebuilt.</summary>
public sealed class StateFormatException(string message) : Exception(message);
