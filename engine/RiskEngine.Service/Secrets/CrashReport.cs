namespace RiskEngine.Service.Secrets;

/// <summary>What a fault that nobody caught leaves on standard error, whichever thread it ends: its text and its stack without the secrets that an exception may repeat.</summary>
public static class CrashReport
{
    /// <summary>Takes the place of the runtime's own report, from now on; the process still ends as from a crash.</summary>
    /// <param name="words">The command line.</param>
    public static void Mask(IReadOnlyList<string> words) =>
        AppDomain.CurrentDomain.UnhandledException += (_, crash) =>
            Environment.FailFast(ProcessSecrets.Of(words).Mask($"Unhandled exception, which is a fault of the engine: {crash.ExceptionObject}"));
}
