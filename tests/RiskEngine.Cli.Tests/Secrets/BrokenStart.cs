namespace RiskEngine.Cli.Tests.Secrets;

/// <summary>A command that cannot go on, with secrets in what it was given.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="ExitCode">How it ends.</param>
/// <param name="Says">What its message holds: that the case got as far as it should.</param>
/// <param name="Words">Command and flags.</param>
internal sealed record BrokenStart(string Name, int ExitCode, string Says, params string[] Words)
{
    /// <summary>Environment variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Files in its working folder.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();
}
