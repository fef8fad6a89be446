using System.Text;

namespace RiskEngine.Sinks.Tests.Servers;

/// <summary>A request that a server got.</summary>
internal sealed record ReceivedRequest(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers.GetValueOrDefault("webhook-id", "");

    public string Text => Encoding.UTF8.GetString(Body);
}
