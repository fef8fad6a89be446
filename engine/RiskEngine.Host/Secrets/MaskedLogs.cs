using Microsoft.Extensions.Logging;
using RiskEngine.Core.Secrets;

namespace RiskEngine.Host.Secrets;

/// <summary>Makes logs whose lines hold no secret, also where a client library's own text or an exception is logged. Owns the factory behind it.</summary>
internal sealed class MaskedLogs(ILoggerFactory inner, KnownSecrets secrets) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new MaskedLog(inner.CreateLogger(categoryName), secrets);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();
}
