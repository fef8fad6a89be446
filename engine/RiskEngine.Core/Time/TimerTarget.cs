namespace RiskEngine.Core.Time;

/// <summary>Where the timers of one part go: to the part, to its heir once rules have changed, nowhere once no rule needs it.</summary>
/// <remarks>So timers stay set when rules change, however many there are.</remarks>
internal sealed class TimerTarget(ITimed part)
{
    /// <summary>The part whose timers come due; null where nobody waits for them any more.</summary>
    public ITimed? Part { get; private set; } = part;

    /// <summary>Timers that are set, and later ones, go to another part.</summary>
    public void PassTo(ITimed heir) => Part = heir;

    /// <summary>Timers that are set come to nothing.</summary>
    public void Drop() => Part = null;
}
