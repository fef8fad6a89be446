using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Pipeline.Running;

/// <summary>A task as it goes on after an owner took it.</summary>
/// <param name="Runnable">Its program, and the path that drives it.</param>
/// <param name="Epoch">The owner's fencing epoch.</param>
/// <param name="RulesVersion">Version of the rules that it was made with.</param>
/// <param name="Resume">Offset of the first record to read; null where the source is to say.</param>
/// <param name="IsNew">Whether nothing was ever stored of it.</param>
/// <param name="Ticks">The recorded ticks that its state does not contain; null where ticks are not recorded.</param>
internal sealed record RestoredTask(RunnableTask Runnable, long Epoch, int RulesVersion, long? Resume, bool IsNew, TickHistory? Ticks)
{
    /// <summary>Its state.</summary>
    public TaskProgram Task => Runnable.Program;
}
