namespace RiskEngine.Cli;

/// <summary>What the program tells its caller.</summary>
public static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>There are findings: a missed incident, a failed rule test.</summary>
    public const int Findings = 1;

    /// <summary>The rules have errors.</summary>
    public const int BadRules = 2;

    /// <summary>The configuration, an argument or an input file is wrong.</summary>
    public const int BadUsage = 3;

    /// <summary>Kafka or Redis cannot be reached; or a stop ended without having saved everything.</summary>
    public const int DependencyUnreachable = 4;

    /// <summary>It cannot be told: the evidence of an alert has expired, or more of the log is needed.</summary>
    public const int Undecided = 5;

    /// <summary>A second SIGINT ended it at once; 128 and the signal's number, as shells say it.</summary>
    public const int Interrupted = 130;

    /// <summary>A second SIGTERM, or a SIGTERM after a SIGINT, ended it at once.</summary>
    public const int Terminated = 143;
}
