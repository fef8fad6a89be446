using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RiskEngine.Kafka.InProcess;

/// <summary>The part of librdkafka's C API that Confluent.Kafka does not wrap: rdkafka_mock.h and what it needs.</summary>
/// <remarks>Bound to the very library that Confluent.Kafka has loaded, wherever it found it.</remarks>
internal static partial class NativeLibrdkafka
{
    private const string Name = "librdkafka";

    static NativeLibrdkafka() => NativeLibrary.SetDllImportResolver(typeof(NativeLibrdkafka).Assembly, Resolve);

    /// <summary>Makes sure that the library of this name is found, for other bindings of this assembly.</summary>
    internal static void Bind()
    {
        // The static constructor does it, once.
    }

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_new")]
    internal static partial nint NewConfiguration();

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_destroy")]
    internal static partial void DestroyConfiguration(nint configuration);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetConfiguration(nint configuration, string name, string value, Span<byte> error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_new")]
    internal static partial nint NewClient(int type, nint configuration, Span<byte> error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_destroy")]
    internal static partial void DestroyClient(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_cluster_new")]
    internal static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    internal static partial void DestroyCluster(nint cluster);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    internal static partial nint BootstrapServers(MockClusterHandle cluster);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode CreateTopic(MockClusterHandle cluster, string topic, int partitions, int replicas);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_topic_set_error", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetTopicError(MockClusterHandle cluster, string topic, ErrorCode error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_partition_set_leader", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode SetLeader(MockClusterHandle cluster, string topic, int partition, int broker);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_broker_set_down")]
    internal static partial ErrorCode SetDown(MockClusterHandle cluster, int broker);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_broker_set_up")]
    internal static partial ErrorCode SetUp(MockClusterHandle cluster, int broker);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    internal static partial ErrorCode SetRoundTrip(MockClusterHandle cluster, int broker, int milliseconds);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    internal static partial void PushRequestErrors(MockClusterHandle cluster, short request, nuint count, ReadOnlySpan<ErrorCode> errors);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_clear_request_errors")]
    internal static partial void ClearRequestErrors(MockClusterHandle cluster, short request);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    internal static partial void SetInitialRebalanceDelay(MockClusterHandle cluster, int milliseconds);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_coordinator_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode SetCoordinator(MockClusterHandle cluster, string keyType, string key, int broker);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name)
            return 0;

        // Asking for the version makes Confluent.Kafka load the library, if it has not done so yet. It has its own order of
        // file names (one for Alpine, one for older systems), so the answer is taken from what the process has mapped.
        _ = Library.Version;
        if (LoadedPath() is { } file && NativeLibrary.TryLoad(file, out var loaded))
            return loaded;

        return NativeLibrary.TryLoad(Name, typeof(Library).Assembly, path, out var found) ? found : 0;
    }

    private static string? LoadedPath()
    {
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            using (module)
            {
                var file = Path.GetFileName(module.FileName);
                if (file.Contains(Name, StringComparison.OrdinalIgnoreCase) && !file.Contains("++", StringComparison.Ordinal))
                    return module.FileName;
            }
        }

        return null;
    }
}
