namespace RiskEngine.Core.State;

/// <summary>Stored state that cannot be read: damaged, or written by a newer version. The entry that it concerns is refused and rebuilt.</summary>
public sealed class StateFormatException(string message, bool isNewer = false) : Exception(message)
{
    /// <summary>Whether a newer version wrote it: it is sound, only not for this engine, and must be left as it is.</summary>
    public bool IsNewer { get; } = isNewer;
}
