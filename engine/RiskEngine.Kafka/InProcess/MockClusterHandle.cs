using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace RiskEngine.Kafka.InProcess;

/// <summary>Owns a native mock cluster and the client instance that librdkafka attaches it to.</summary>
internal sealed class MockClusterHandle : SafeHandle
{
    private const int Producer = 0;
    private const int ErrorTextBytes = 512;

    private readonly nint _client;

    private MockClusterHandle(nint client, nint cluster)
        : base(0, ownsHandle: true)
    {
        _client = client;
        SetHandle(cluster);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    internal static MockClusterHandle Create(int brokers)
    {
        Span<byte> error = stackalloc byte[ErrorTextBytes];
        var configuration = NativeLibrdkafka.NewConfiguration();

        // The instance has no server to talk to and would say so on stderr.
        NativeLibrdkafka.SetConfiguration(configuration, "log_level", "0", error, ErrorTextBytes);

        // A client that is made takes the configuration over.
        var client = NativeLibrdkafka.NewClient(Producer, configuration, error, ErrorTextBytes);
        if (client == 0)
        {
            NativeLibrdkafka.DestroyConfiguration(configuration);
            throw new KafkaException(new Error(ErrorCode.Local_Fail, $"the in-process broker cannot start: {Text(error)}"));
        }

        var cluster = NativeLibrdkafka.NewCluster(client, brokers);
        if (cluster == 0)
        {
            NativeLibrdkafka.DestroyClient(client);
            throw new KafkaException(new Error(
                ErrorCode.Local_Fail,
                $"the in-process broker cannot start {brokers} broker(s): no local port could be opened"));
        }

        return new MockClusterHandle(client, cluster);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeLibrdkafka.DestroyCluster(handle);
        NativeLibrdkafka.DestroyClient(_client);
        return true;
    }

    private static string Text(ReadOnlySpan<byte> zeroTerminated)
    {
        var end = zeroTerminated.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? zeroTerminated : zeroTerminated[..end]);
    }
}
