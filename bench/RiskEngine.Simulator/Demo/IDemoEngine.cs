using RiskEngine.Core.Tasks;

namespace RiskEngine.Simulator.Demo;

/// <summary>What a demo needs of the engine that it feeds and shows. The simulator has none: whoever wires the program starts one.</summary>
/// <remarks>Any thread may ask. It ends with this object, where it was not stopped before.</remarks>
public interface IDemoEngine : IAsyncDisposable
{
    /// <summary>Where it serves health and metrics, e.g. <c>http://127.0.0.1:40001</c>.</summary>
    string Address { get; }

    /// <summary>Where it keeps its state, for people.</summary>
    string Store { get; }

    /// <summary>Rules that it has loaded.</summary>
    int Rules { get; }

    /// <summary>The counts of all its tasks that read events together, those that have ended too.</summary>
    Ledger Ledger { get; }

    /// <summary>What its desk has done.</summary>
    DemoDesk Desk { get; }

    /// <summary>Records that it has not read.</summary>
    long Lag { get; }

    /// <summary>Saves everything and ends it: whatever it found is in the alert topic then.</summary>
    /// <exception cref="Core.Ports.DependencyException">It could not go on, or not save everything.</exception>
    Task StopAsync();

    /// <summary>Derives all that it published again from the log, once it has stopped.</summary>
    /// <param name="tell">Gets what came of it: a line each.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Whether every transition came out again, field for field.</returns>
    Task<bool> VerifyAsync(Action<string> tell, CancellationToken cancellationToken);
}
