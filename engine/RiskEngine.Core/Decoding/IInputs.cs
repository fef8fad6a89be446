namespace RiskEngine.Core.Decoding;

/// <summary>The mappings of topics whose records are not written in the event contract. Immutable, shared by all tasks.</summary>
public interface IInputs
{
    /// <summary>A mapper of the topic's records, for the caller alone; null where no mapping names the topic, whose records are events then.</summary>
    IRecordMapper? MapperOf(string topic);
}
