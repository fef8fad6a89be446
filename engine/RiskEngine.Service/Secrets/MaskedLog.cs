using Microsoft.Extensions.Logging;
using RiskEngine.Core.Secrets;

namespace RiskEngine.Service.Secrets;

/// <summary>A log whose lines hold no secret.</summary>
/// <remarks>An exception becomes part of the line: whoever prints it would print its own text.</remarks>
internal sealed class MaskedLog(ILogger inner, KnownSecrets secrets) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(secrets.Mask(state.ToString() ?? ""));

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel)) return;
        var line = formatter(state, exception);
        if (exception is not null) line = $"{line}\n{exception}";
        inner.Log(logLevel, eventId, secrets.Mask(line), null, static (masked, _) => masked);
    }
}
