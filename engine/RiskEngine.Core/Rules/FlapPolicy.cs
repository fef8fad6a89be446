namespace RiskEngine.Core.Rules;

/// <summary>When an alert flaps: too large a share of its last states were changes. Icinga weighs them as we do, the newest more than the oldest.</summary>
/// <remarks>A state is each measurement, and each change that time alone brings. Of several changes in one direction the first counts.
/// A state that is a change counts 1.2 where it is the newest and 0.8 where it is
/// the oldest, evenly in between; the share is their sum as a percentage of <paramref name="Over"/>.</remarks>
/// <param name="Enter">Percentage above which the alert flaps.</param>
/// <param name="Leave">Percentage below which it is steady again; not above <paramref name="Enter"/>.</param>
/// <param name="Over">How many states are looked at, at least 5.</param>
/// <param name="Within">Changes further back than this do not count, however few states there have been since.</param>
public sealed record FlapPolicy(double Enter, double Leave, int Over, TimeSpan Within)
{
    /// <summary>Above 30 %, below 25 %, of 20 states, in ten minutes: six turns in a row, or more among other states.</summary>
    public static FlapPolicy Default { get; } = new(30, 25, 20, TimeSpan.FromMinutes(10));
}
