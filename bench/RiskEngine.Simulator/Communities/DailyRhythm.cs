namespace RiskEngine.Simulator.Communities;

/// <summary>How busy a community is through the day, 0 to about 1, by local hour 0 to 24.</summary>
internal static class DailyRhythm
{
    /// <summary>Water, gas and electricity at home: up in the morning, at noon and in the evening.</summary>
    public static double Household(double hour) =>
        0.1 + Peak(hour, 7.3, 1.0, 0.7) + Peak(hour, 12.3, 1.0, 0.35) + Peak(hour, 19.4, 1.8, 0.8);

    /// <summary>People and vehicles on the move: two rush hours and a shallow midday.</summary>
    public static double Traffic(double hour) =>
        0.05 + Peak(hour, 8.0, 1.0, 0.9) + Peak(hour, 13, 2.5, 0.4) + Peak(hour, 18, 1.3, 0.85);

    /// <summary>Whether meters count on the night tariff: midnight to five.</summary>
    public static bool IsNight(double hour) => hour < 5;

    private static double Peak(double hour, double at, double width, double height)
    {
        var distance = Math.Abs(hour - at);
        distance = Math.Min(distance, 24 - distance) / width;
        return height * Math.Exp(-distance * distance / 2);
    }
}
