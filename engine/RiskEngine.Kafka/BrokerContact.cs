using Confluent.Kafka;

namespace RiskEngine.Kafka;

/// <summary>Knows whether any broker answers. Once all are lost it asks by itself, because on quiet topics nothing else would show that they are back.</summary>
/// <remarks>The reader's thread calls; any thread may look.</remarks>
internal sealed class BrokerContact(Handle client, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly IAdminClient _admin = new DependentAdminClientBuilder(client).Build();
    private volatile bool _isLost;
    private long _asked;

    public bool IsConnected => !_isLost;

    public void Heard() => _isLost = false;

    public void Lost() => _isLost = true;

    /// <summary>Asks, where contact is lost and it is time to.</summary>
    public void TryAgain()
    {
        if (!_isLost || time.GetElapsedTime(_asked) < Between) return;
        try
        {
            if (_admin.GetMetadata(Patience).Brokers.Count > 0) Heard();
        }
        catch (KafkaException)
        {
            // Nobody answers yet.
        }

        _asked = time.GetTimestamp();
    }

    public void Dispose() => _admin.Dispose();
}
