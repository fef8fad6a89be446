using System.Runtime.InteropServices;
using RiskEngine.Service.Stopping;

namespace RiskEngine.Cli.Commands;

/// <summary>SIGINT and SIGTERM as a cancellation: the first asks for a graceful end, a second one ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _signals;

    public StopSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            // Not left to the runtime: it waits for handlers, which may hang on the same thing as the first signal.
            ProcessEnd.Now(signal.Signal == PosixSignal.SIGINT ? ExitCode.Interrupted : ExitCode.Terminated, "ended at once by a second signal; what it had begun is left undone");
        }

        _stop.Cancel();
    }
}
