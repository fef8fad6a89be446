using RiskEngine.Core.Rules;

namespace RiskEngine.Reading.Picture;

/// <summary>How many alerts are open, by grade.</summary>
/// <param name="Blue">Minor ones.</param>
/// <param name="Yellow">Moderate ones.</param>
/// <param name="Orange">Severe ones.</param>
/// <param name="Red">Extreme ones.</param>
public readonly record struct GradeCounts(int Blue, int Yellow, int Orange, int Red)
{
    /// <summary>All of them.</summary>
    public int Sum() => Blue + Yellow + Orange + Red;

    /// <summary>The gravest that is there; <see cref="Grade.None"/> where nothing is open.</summary>
    public Grade Worst() => Red > 0 ? Grade.Red : Orange > 0 ? Grade.Orange : Yellow > 0 ? Grade.Yellow : Blue > 0 ? Grade.Blue : Grade.None;

    /// <summary>The counts with so many more of one grade.</summary>
    public GradeCounts Plus(Grade grade, int more) => grade switch
    {
        Grade.Blue => this with { Blue = Blue + more },
        Grade.Yellow => this with { Yellow = Yellow + more },
        Grade.Orange => this with { Orange = Orange + more },
        Grade.Red => this with { Red = Red + more },
        _ => this,
    };
}
