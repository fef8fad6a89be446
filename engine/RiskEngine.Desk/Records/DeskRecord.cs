using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Records;

/// <summary>A record that the desk publishes.</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Key">Its key.</param>
/// <param name="Id">Its identity, which a repeat has too.</param>
/// <param name="Type">Its type in CloudEvents' terms.</param>
/// <param name="At">Its time.</param>
/// <param name="Notify">Whether people are to be told.</param>
/// <param name="Value">UTF-8 JSON without a line end.</param>
public readonly record struct DeskRecord(DeskTopic Topic, string Key, string Id, string Type, EventTime At, bool Notify, ReadOnlyMemory<byte> Value)
{
    /// <summary>Whether what its key names is over with it: a compacted topic may forget it.</summary>
    public bool IsEnd { get; init; }
}
