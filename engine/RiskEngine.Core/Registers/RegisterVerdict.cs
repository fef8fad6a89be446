namespace RiskEngine.Core.Registers;

/// <summary>What a <see cref="Register"/> took a reading for.</summary>
public enum RegisterVerdict : byte
{
    /// <summary>No number, or one beyond <see cref="Register.Largest"/>: as if it had not been read.</summary>
    NoReading,

    /// <summary>The first one: nothing is known to have been used.</summary>
    First,

    /// <summary>As before or more, by a step that can be: the step was used.</summary>
    Counted,

    /// <summary>Less than before by no more than the tolerance: nothing was used.</summary>
    Noise,

    /// <summary>Neither: nothing is counted until the next reading says what it was.</summary>
    Waiting,

    /// <summary>The register goes on as if what waited had not been: that was a bad reading.</summary>
    Returned,

    /// <summary>Over the top: what was used is the rest up to the capacity, and what the register shows.</summary>
    RolledOver,

    /// <summary>Started anew near zero and stayed there: a new meter, or one set back.</summary>
    Restarted,

    /// <summary>Stands somewhere else for good (a used meter, a correction, a register that came back): the way there is not counted.</summary>
    Moved,
}
