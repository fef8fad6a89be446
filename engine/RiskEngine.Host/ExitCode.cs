namespace RiskEngine.Host;

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

    /// <summary>Kafka or Redis cannot be reached.</summary>
    public const int DependencyUnreachable = 4;
}
