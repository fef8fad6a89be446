namespace RiskEngine.Core.Decoding;

/// <summary>Turns the records of one topic, whatever their form, into events of the contract.</summary>
/// <remarks>Owned by one thread. The same record gives the same events; nothing in a record can make it throw, or keep it busy without bound.</remarks>
public interface IRecordMapper
{
    /// <summary>Maps one record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="events">Takes what becomes of it: each line is added, rejected or passed over, and there is at least one.</param>
    void Map(in RawRecord record, MappedEvents events);
}
