using RiskEngine.Core.Ports;

namespace RiskEngine.Pipeline.Running;

/// <summary>An output whose readers see what was published between two checkpoints all at once, or never.</summary>
/// <remarks>Its store must be an <see cref="ITwoStepStore"/>. One call at a time; a call goes on to its end where nobody waits for it any more.</remarks>
public interface ITransactionalOutput : IAlertOutput
{
    /// <summary>Fences earlier owners, whose open transaction is aborted, and begins a transaction.</summary>
    /// <returns>The marker that was committed last; null where there is none.</returns>
    /// <exception cref="DependencyException">The other side does not answer.</exception>
    Task<long?> OpenAsync();

    /// <summary>Commits what was published since the last call, and a marker, in one; then begins the next transaction.</summary>
    /// <exception cref="DependencyException">It is not committed, or nobody knows: the task must restart and compare the marker.</exception>
    Task CommitAsync(long marker);
}
