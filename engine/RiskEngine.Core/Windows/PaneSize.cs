namespace RiskEngine.Core.Windows;

/// <summary>How long panes must be so that windows can be put together from them.</summary>
internal static class PaneSize
{
    /// <summary>The greatest common divisor of all sizes and hops.</summary>
    public static TimeSpan For(IEnumerable<WindowSpec> windows)
    {
        long divisor = 0;
        foreach (var window in windows)
        {
            divisor = GreatestCommonDivisor(divisor, window.Size.Ticks);
            divisor = GreatestCommonDivisor(divisor, (window.Every ?? window.Size).Ticks);
        }

        return new TimeSpan(divisor);
    }

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
