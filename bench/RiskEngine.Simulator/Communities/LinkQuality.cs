namespace RiskEngine.Simulator.Communities;

/// <summary>What the links between devices and gateways do to messages.</summary>
internal static class LinkQuality
{
    /// <summary>Messages of one family arrive at most this much out of order, late ones apart.</summary>
    public static readonly TimeSpan Disorder = TimeSpan.FromSeconds(4);

    /// <summary>Reporting intervals vary by this share of themselves.</summary>
    public const double Jitter = 0.1;

    private const double LossRate = 0.003;
    private const double LateRate = 1.0 / 8_000;
    private const double MalformedRate = 1.0 / 15_000;
    private const double OutagesPerDay = 1;

    /// <summary>Whether a message is lost on an unreliable link.</summary>
    public static bool Loses(Dice dice) => dice.Chance(LossRate);

    /// <summary>How long a device that wakes now stays away; zero nearly always, never longer than six minutes.</summary>
    public static TimeSpan Outage(Dice dice, TimeSpan interval) =>
        dice.Chance(OutagesPerDay * interval.TotalDays) ? TimeSpan.FromMinutes(dice.Between(1, 6)) : TimeSpan.Zero;

    /// <summary>How long a message travels.</summary>
    public static TimeSpan Delay(Dice dice) =>
        TimeSpan.FromSeconds(Math.Min(dice.Waiting(0.4), Disorder.TotalSeconds));

    /// <summary>Whether a gateway holds a message back for half an hour or more.</summary>
    public static bool IsLate(Dice dice, out TimeSpan delay)
    {
        var late = dice.Chance(LateRate);
        delay = late ? TimeSpan.FromMinutes(dice.Between(30, 60)) : TimeSpan.Zero;
        return late;
    }

    /// <summary>What is wrong with a message; nothing nearly always.</summary>
    public static EventFault Fault(Dice dice) =>
        dice.Chance(MalformedRate) ? (EventFault)(1 + dice.Below(3)) : EventFault.None;
}
