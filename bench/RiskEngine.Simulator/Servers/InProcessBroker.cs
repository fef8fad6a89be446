using System.Diagnostics;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RiskEngine.Simulator.Servers;

/// <summary>
/// A Kafka cluster inside this process, for the demo, tests and measurements: real brokers on local ports, spoken to by the
/// real protocol, so that any Kafka client on this machine can use it. Faults can be made to happen on purpose.
/// </summary>
/// <remarks>
/// <para>It is librdkafka's mock cluster (rdkafka_mock.h). Its limits, all of them unlike a real cluster:</para>
/// <list type="bullet">
/// <item>Everything is in memory and gone with <see cref="Dispose"/>; topics have no settings, nothing is compacted.</item>
/// <item>A partition keeps about <see cref="RetainedBytesPerPartition"/> of record batches, as sent (compressed), and at
/// most <see cref="RetainedBatchesPerPartition"/> batches. Older ones go at once, read or not.</item>
/// <item>A fetch returns one batch per partition, found by a walk along the log: batches should be large (a producer's
/// linger time of 5 ms or more), or reading is slow.</item>
/// <item>A fetch that finds nothing is answered when its wait is over, whatever has arrived meanwhile: a consumer's
/// <c>fetch.wait.max.ms</c> of 5 to 20 keeps the delay small (the default of 500 adds half a second).</item>
/// <item>There is no CreateTopics request: create topics here. A topic that a client asks for and that does not exist comes
/// into being with 4 partitions.</item>
/// <item>Offsets cannot be looked up by timestamp; a timestamp is answered as if it were the end.</item>
/// <item>Repeated sequence numbers are dropped only for transactional producers: after a lost answer, a producer that is just
/// idempotent can leave a batch in the log twice.</item>
/// <item>Transactions are answered but not isolated: records are visible at once and stay after an abort; positions that
/// a transaction commits are not stored.</item>
/// <item>Each round of a rebalance of a group that is already formed takes the members' session timeout less one second, as
/// the broker waits for everybody (a cooperative hand-over has two or three rounds): set a session timeout of 2 s or so. All
/// members of a group must use the same assignment strategy; different ones end the process.</item>
/// <item>No TLS, SASL, quotas or access control, and no replication: a leader does not move by itself.</item>
/// </list>
/// <para>All members can be called from any thread.</para>
/// </remarks>
public sealed class InProcessBroker : IDisposable
{
    /// <summary>Bytes of record batches that a partition keeps before it drops the oldest batch.</summary>
    public const int RetainedBytesPerPartition = 5 * 1024 * 1024;

    /// <summary>Record batches that a partition keeps before it drops the oldest.</summary>
    public const int RetainedBatchesPerPartition = 100_000;

    private const int AllBrokers = -1;

    // As rd_kafka_version() states it: 2.14.0. The mock cluster of 2.8 ends the process over a topic error.
    private const int OldestForTopicErrors = 0x020e0000;

    // A real broker waits 3 s for more members when a group forms; here nobody needs that.
    private static readonly TimeSpan GroupFormingDelay = TimeSpan.FromMilliseconds(100);

    // The cluster's thread, done with one order, clears its wake-up signal a moment later, and with it that of an order given
    // in between, which then lies there for up to a second (seen with one in twenty, none with a pause of 50 us).
    private static readonly TimeSpan PauseBetweenOrders = TimeSpan.FromMicroseconds(200);

    private readonly Lock _orders = new();
    private readonly MockClusterHandle _cluster;
    private long _lastOrder;

    private InProcessBroker(MockClusterHandle cluster, int brokers)
    {
        _cluster = cluster;
        Brokers = brokers;
        BootstrapServers = Marshal.PtrToStringUTF8(NativeMockCluster.BootstrapServers(cluster)) ?? "";
    }

    /// <summary>Where clients connect to.</summary>
    /// <value>Comma-separated <c>host:port</c>, one for each broker, on 127.0.0.1 and free ports.</value>
    public string BootstrapServers { get; }

    /// <summary>Number of brokers. Their ids are 1 to this number.</summary>
    public int Brokers { get; }

    /// <summary>Starts a cluster with the given topics.</summary>
    /// <param name="brokers">Number of brokers, 1 to 100.</param>
    /// <param name="topics">Topics to create; more can follow with <see cref="CreateTopic"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of brokers is out of bounds.</exception>
    /// <exception cref="KafkaException">The cluster or a topic cannot be made.</exception>
    public static InProcessBroker Start(int brokers = 1, params ReadOnlySpan<InProcessTopic> topics)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(brokers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(brokers, 100);
        var broker = new InProcessBroker(MockClusterHandle.Create(brokers), brokers);
        try
        {
            broker.SetGroupFormingDelay(GroupFormingDelay);
            foreach (var topic in topics)
                broker.CreateTopic(topic.Name, topic.Partitions);
        }
        catch
        {
            broker.Dispose();
            throw;
        }

        return broker;
    }

    /// <summary>Creates a topic, replicated to up to three brokers in name; leaders are spread over the brokers.</summary>
    /// <param name="name">Topic name, not empty.</param>
    /// <param name="partitions">Number of partitions, at least 1.</param>
    /// <exception cref="KafkaException">The topic exists (<see cref="ErrorCode.TopicAlreadyExists"/>) or cannot be made.</exception>
    public void CreateTopic(string name, int partitions)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        Order(c => NativeMockCluster.CreateTopic(c, name, partitions, Math.Min(3, Brokers)), $"create topic '{name}'");
    }

    /// <summary>Breaks the broker's connections and refuses new ones. Its partitions keep their records and their leader.</summary>
    /// <param name="brokerId">Broker id; null for all brokers.</param>
    /// <exception cref="KafkaException">There is no such broker.</exception>
    public void TakeDown(int? brokerId = null) =>
        Order(c => NativeMockCluster.SetDown(c, brokerId ?? AllBrokers), $"take down {Which(brokerId)}");

    /// <summary>Lets the broker accept connections again.</summary>
    /// <param name="brokerId">Broker id; null for all brokers.</param>
    /// <exception cref="KafkaException">There is no such broker.</exception>
    public void BringUp(int? brokerId = null) =>
        Order(c => NativeMockCluster.SetUp(c, brokerId ?? AllBrokers), $"bring up {Which(brokerId)}");

    /// <summary>Delays every answer of the broker.</summary>
    /// <param name="brokerId">Broker id; null for all brokers.</param>
    /// <param name="roundTrip">Delay, whole milliseconds; zero takes it away.</param>
    /// <exception cref="KafkaException">There is no such broker.</exception>
    public void SetLatency(int? brokerId, TimeSpan roundTrip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(roundTrip, TimeSpan.Zero);
        var milliseconds = checked((int)roundTrip.TotalMilliseconds);
        Order(
            c => NativeMockCluster.SetRoundTrip(c, brokerId ?? AllBrokers, milliseconds),
            $"set the latency of {Which(brokerId)}");
    }

    /// <summary>
    /// Makes the next requests of a kind fail, whichever broker gets them: the first with the first error, and so on.
    /// <see cref="ErrorCode.NoError"/> lets one pass; <see cref="ErrorCode.Local_Transport"/> drops the connection without an answer.
    /// </summary>
    /// <param name="request">Kind of request.</param>
    /// <param name="errors">One error a request, in order, after those that are already lined up.</param>
    public void FailRequests(KafkaRequest request, params ReadOnlySpan<ErrorCode> errors) =>
        NativeMockCluster.PushRequestErrors(_cluster, (short)request, (nuint)errors.Length, errors);

    /// <summary>Forgets the errors that are lined up for a kind of request.</summary>
    /// <param name="request">Kind of request.</param>
    public void StopFailingRequests(KafkaRequest request) => NativeMockCluster.ClearRequestErrors(_cluster, (short)request);

    /// <summary>Makes metadata requests for a topic answer with an error, e.g. <see cref="ErrorCode.TopicAuthorizationFailed"/>.</summary>
    /// <param name="topic">Topic name; the topic is created when it does not exist.</param>
    /// <param name="error">The error; <see cref="ErrorCode.NoError"/> makes the topic whole again.</param>
    /// <exception cref="NotSupportedException">The librdkafka in use is older than 2.14.</exception>
    public void FailTopic(string topic, ErrorCode error)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        if (Library.Version < OldestForTopicErrors)
            throw new NotSupportedException($"failing a topic needs librdkafka 2.14 or newer, not {Library.VersionString}");

        Order(
            c =>
            {
                NativeMockCluster.SetTopicError(c, topic, error);
                return ErrorCode.NoError;
            },
            $"fail topic '{topic}'");
    }

    /// <summary>Makes another broker the leader of a partition. The records stay.</summary>
    /// <param name="topic">Topic name.</param>
    /// <param name="partition">Partition number.</param>
    /// <param name="brokerId">The new leader; null leaves the partition without one.</param>
    /// <exception cref="KafkaException">There is no such partition or broker.</exception>
    public void MoveLeader(string topic, int partition, int? brokerId)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        Order(
            c => NativeMockCluster.SetLeader(c, topic, partition, brokerId ?? AllBrokers),
            $"move the leader of {topic}[{partition}] to {(brokerId is null ? "nobody" : Which(brokerId))}");
    }

    /// <summary>Makes a broker the coordinator of a consumer group, instead of the one that the group's name hashes to.</summary>
    /// <param name="group">Group id.</param>
    /// <param name="brokerId">The new coordinator.</param>
    /// <exception cref="KafkaException">The coordinator cannot be set.</exception>
    public void MoveCoordinator(string group, int brokerId)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        Order(c => NativeMockCluster.SetCoordinator(c, "group", group, brokerId), $"make {Which(brokerId)} coordinator of '{group}'");
    }

    /// <summary>How long a new group waits for more members before it hands out partitions. Holds for groups that form later.</summary>
    /// <param name="delay">Delay, whole milliseconds; 100 ms unless set (a real broker's default is 3 s).</param>
    public void SetGroupFormingDelay(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        NativeMockCluster.SetInitialRebalanceDelay(_cluster, checked((int)delay.TotalMilliseconds));
    }

    /// <summary>Stops the brokers and frees all records. Clients that are still open see the brokers as down.</summary>
    public void Dispose() => _cluster.Dispose();

    private static string Which(int? brokerId) => brokerId is { } id ? $"broker {id}" : "all brokers";

    private void Order(Func<MockClusterHandle, ErrorCode> order, string action)
    {
        ErrorCode error;
        lock (_orders)
        {
            while (Stopwatch.GetElapsedTime(_lastOrder) < PauseBetweenOrders)
                Thread.Yield();

            error = order(_cluster);
            _lastOrder = Stopwatch.GetTimestamp();
        }

        if (error != ErrorCode.NoError)
            throw new KafkaException(new Error(error, $"the in-process broker cannot {action}: {error.GetReason()}"));
    }
}
