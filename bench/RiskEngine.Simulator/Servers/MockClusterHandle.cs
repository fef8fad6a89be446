using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace RiskEngine.Simulator.Servers;

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
        var configuration = NativeMockCluster.NewConfiguration();

        // The instance has no server to talk to and would say so on stderr.
        NativeMockCluster.SetConfiguration(configuration, "log_level", "0", error, ErrorTextBytes);

        // A client that is made takes the configuration over.
        var client = NativeMockCluster.NewClient(Producer, configuration, error, ErrorTextBytes);
        if (client == 0)
        {
            NativeMockCluster.DestroyConfiguration(configuration);
            throw new KafkaException(new Error(ErrorCode.Local_Fail, $"the in-process broker cannot start: {Text(error)}"));
        }

        var cluster = NativeMockCluster.NewCluster(client, brokers);
        if (cluster == 0)
        {
            NativeMockCluster.DestroyClient(client);
            throw new KafkaException(new Error(
                ErrorCode.Local_Fail,
                $"the in-process broker cannot start {brokers} broker(s): no local port could be opened"));
        }

        return new MockClusterHandle(client, cluster);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMockCluster.DestroyCluster(handle);
        NativeMockCluster.DestroyClient(_client);
        return true;
    }

    private static string Text(ReadOnlySpan<byte> zeroTerminated)
    {
        var end = zeroTerminated.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? zeroTerminated : zeroTerminated[..end]);
    }
}
