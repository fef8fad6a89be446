using Microsoft.Extensions.Logging;
using RiskEngine.Core.Secrets;

namespace RiskEngine.Service.Secrets;

/// <summary>Makes logs whose lines hold no secret, also where a client library's own text or an exception is logged. Owns the factory behind it.</summary>
public sealed class MaskedLogs(ILoggerFactory inner, KnownSecrets secrets) : ILoggerFactory
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new MaskedLog(inner.CreateLogger(categoryName), secrets);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
