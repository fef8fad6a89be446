namespace RiskEngine.Simulator.Servers;

/// <summary>
/// The Kafka requests that an in-process broker can be told to fail. Values are the protocol's API keys (Apache Kafka
/// protocol guide, "API Keys").
/// </summary>
public enum KafkaRequest : short
{
    /// <summary>A producer appends records.</summary>
    Produce = 0,

    /// <summary>A consumer reads records.</summary>
    Fetch = 1,

    /// <summary>A client asks for a partition's first or next offset.</summary>
    ListOffsets = 2,

    /// <summary>A client asks for brokers, topics and leaders.</summary>
    Metadata = 3,

    /// <summary>A group stores its positions.</summary>
    OffsetCommit = 8,

    /// <summary>A group reads its stored positions.</summary>
    OffsetFetch = 9,

    /// <summary>A client looks for the broker that coordinates a group or a transaction.</summary>
    FindCoordinator = 10,

    /// <summary>A consumer joins its group.</summary>
    JoinGroup = 11,

    /// <summary>A consumer tells its group that it is alive.</summary>
    Heartbeat = 12,

    /// <summary>A consumer leaves its group.</summary>
    LeaveGroup = 13,

    /// <summary>A consumer fetches its assignment.</summary>
    SyncGroup = 14,

    /// <summary>An idempotent or transactional producer asks for its identity.</summary>
    InitProducerId = 22,

    /// <summary>A transaction takes in partitions.</summary>
    AddPartitionsToTransaction = 24,

    /// <summary>A transaction takes in a group's positions.</summary>
    AddOffsetsToTransaction = 25,

    /// <summary>A transaction commits or aborts.</summary>
    EndTransaction = 26,

    /// <summary>A transaction stores a group's positions.</summary>
    TransactionOffsetCommit = 28,
}
