using System.CommandLine;

namespace RiskEngine.Host.Commands;

/// <summary><c>demo</c></summary>
internal static class DemoCommand
{
    public static Command Create() => new("demo", "demo");
}
