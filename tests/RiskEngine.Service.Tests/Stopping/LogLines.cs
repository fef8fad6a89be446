using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace RiskEngine.Service.Tests.Stopping;

/// <summary>Takes log lines, so that a test can wait for the next one.</summary>
internal sealed class LogLines : ILogger
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    /// <summary>The next line.</summary>
    public async Task<string> Next() => await _lines.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);

    /// <summary>Whether there is none that was not asked for.</summary>
    public bool IsEmpty => _lines.Reader.Count == 0;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Writer.TryWrite(formatter(state, exception));
}
