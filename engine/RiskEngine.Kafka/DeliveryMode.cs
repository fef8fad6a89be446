namespace RiskEngine.Kafka;

/// <summary>What consumers of the output topics may rely on.</summary>
public enum DeliveryMode
{
    /// <summary>Every record at least once; repeats have the same id.</summary>
    AtLeastOnce,

    /// <summary>To consumers that read committed: exactly once, as long as Redis loses no writes. One Kafka transaction for each checkpoint of a task.</summary>
    Transactional,
}
