using Confluent.Kafka;

namespace RiskEngine.Kafka;

/// <summary>The native Kafka client that this process speaks through.</summary>
public static class ClientLibrary
{
    /// <summary>Version of librdkafka, such as <c>2.11.1</c>; null where it cannot be loaded on this machine.</summary>
    public static string? Version { get; } = Read();

    private static string? Read()
    {
        try
        {
            return Library.VersionString;
        }
        catch (Exception fault) when (fault is DllNotFoundException or InvalidOperationException or TypeInitializationException)
        {
            return null;
        }
    }
}
