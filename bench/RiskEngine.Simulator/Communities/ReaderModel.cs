using System.Globalization;

namespace RiskEngine.Simulator.Communities;

/// <summary>A credential reader at a gate or an entrance.</summary>
/// <param name="prefix">The start of its sources' names.</param>
/// <param name="perMinute">Credentials a minute when the community is at its busiest.</param>
internal sealed class ReaderModel(string prefix, double perMinute) : DeviceModel(Presented, prefix, TimeSpan.FromSeconds(20))
{
    /// <summary>A credential was presented; true when it was accepted.</summary>
    public const string Presented = "access.credential";

    private const double RefusedShare = 0.01;

    /// <inheritdoc/>
    public override bool IsReliable => true;

    /// <summary>A credential that was accepted or refused.</summary>
    public static Reading Swipe(int credential, bool granted) => new(
        Presented,
        granted ? 1 : 0,
        null,
        [new("credential", credential.ToString("D6", CultureInfo.InvariantCulture)), new("result", granted ? "granted" : "denied")]);

    /// <inheritdoc/>
    public override void Wake(Device device, Dice dice, in Moment now, Outbox outbox)
    {
        if (!dice.Chance(DailyRhythm.Traffic(now.LocalHour) * perMinute * Interval.TotalMinutes)) return;
        var credential = dice.Below(20_000);
        if (!dice.Chance(RefusedShare))
        {
            outbox.Add(now.Time, Swipe(credential, granted: true));
            return;
        }

        // Whoever is refused tries again, and then gives up or is let in.
        outbox.Add(now.Time, Swipe(credential, granted: false));
        if (dice.Chance(0.5)) outbox.Add(now.Time + TimeSpan.FromSeconds(4), Swipe(credential, granted: false));
        if (dice.Chance(0.5)) outbox.Add(now.Time + TimeSpan.FromSeconds(9), Swipe(credential, granted: true));
    }
}
