using System.Reflection;
using System.Runtime.InteropServices;
using RiskEngine.Kafka;

namespace RiskEngine.Service.Running;

/// <summary>What runs here.</summary>
/// <param name="Version">Version of the engine, such as <c>0.2.0</c>.</param>
/// <param name="Commit">The commit that it was built of, 40 digits; null where the build knew none.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Librdkafka">The Kafka client; null where it cannot be loaded.</param>
/// <param name="Platform">System and processor, such as <c>linux-x64</c>.</param>
public sealed record BuildInfo(string Version, string? Commit, string Runtime, string? Librdkafka, string Platform)
{
    private static readonly Lazy<BuildInfo> Read = new(static () => Of(typeof(BuildInfo).Assembly));

    /// <summary>That of this process. The first call loads the Kafka client.</summary>
    public static BuildInfo Current => Read.Value;

    /// <summary>Reads <c>version+commit</c>, as the compiler writes it.</summary>
    internal static (string Version, string? Commit) Split(string? informational)
    {
        var text = informational ?? "";
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? (text, null) : (text[..plus], text[(plus + 1)..] is { Length: > 0 } commit ? commit : null);
    }

    private static BuildInfo Of(Assembly assembly)
    {
        var (version, commit) = Split(assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        return new BuildInfo(version, commit, RuntimeInformation.FrameworkDescription, ClientLibrary.Version, RuntimeInformation.RuntimeIdentifier);
    }
}
