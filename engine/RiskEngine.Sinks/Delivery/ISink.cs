using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Delivery;

/// <summary>Tells a receiver outside. Used by one thread at a time; says once, and leaves retries to <see cref="SinkDelivery"/>.</summary>
public interface ISink : IAsyncDisposable
{
    /// <summary>Sends notices, in order. All of them are accepted when it returns.</summary>
    /// <param name="notices">At least one.</param>
    /// <param name="accepted">To be called for each that the receiver has accepted while others may still fail, so that it is not sent again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SinkUnreachableException">The receiver may accept them later.</exception>
    /// <exception cref="SinkRefusedException">The receiver never accepts the first one that is not accepted, or not this batch.</exception>
    Task SendAsync(IReadOnlyList<Notice> notices, Action<Notice> accepted, CancellationToken cancellationToken);
}
