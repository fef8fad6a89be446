using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Alerts;

/// <summary>The identity of an alert: a stable hash of rule, key and episode start, so that a repeated evaluation names it the same.</summary>
public static class Fingerprint
{
    /// <summary>24 hexadecimal digits of the SHA-256 of rule id, key kind, key and start.</summary>
    public static string Of(string ruleId, string keyKind, string key, EventTime episodeStart)
    {
        var text = Encoding.UTF8.GetBytes($"{ruleId}\0{keyKind}\0{key}\0{episodeStart.Micros}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return Convert.ToHexStringLower(hash[..12]);
    }
}
