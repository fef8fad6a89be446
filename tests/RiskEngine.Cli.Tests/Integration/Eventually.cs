namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Waits for what other processes do, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until an attempt finds nothing wrong.</summary>
    /// <param name="patience">The longest wait.</param>
    /// <param name="attempt">Says what is still wrong; null where nothing is.</param>
    /// <param name="describe">Told with a failure.</param>
    public static async Task Holds(TimeSpan patience, Func<Task<string?>> attempt, Func<string>? describe = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await attempt() is not { } wrong) return;
            if (TimeProvider.System.GetElapsedTime(started) > patience) Assert.Fail($"still so after {patience}: {wrong}\n{describe?.Invoke()}");
            await Task.Delay(Between);
        }
    }
}
