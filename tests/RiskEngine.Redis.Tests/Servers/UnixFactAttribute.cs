namespace RiskEngine.Redis.Tests.Servers;

/// <summary>A fact about the rights of files as Unix has them.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "files have no such rights on Windows" : null;
}
