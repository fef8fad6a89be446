using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>What is asked of one task, in the order of its log. Read by the task's thread.</summary>
public interface IRequestSource : IDisposable
{
    /// <summary>The next request, which stays the next until <see cref="Advance"/>.</summary>
    /// <returns>Whether there is one at the moment.</returns>
    bool TryPeek(out RequestRecord request);

    /// <summary>Passes on to the request behind it.</summary>
    void Advance();
}
