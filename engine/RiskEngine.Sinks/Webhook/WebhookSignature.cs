using System.Security.Cryptography;
using System.Text;

namespace RiskEngine.Sinks.Webhook;

/// <summary>
/// Signs a message so that its receiver knows who sent it and when: HMAC-SHA256 over id, time and body, in the form of Standard Webhooks (standardwebhooks.com), which many
/// languages have libraries for.
/// </summary>
public static class WebhookSignature
{
    private const string Encoded = "whsec_";

    /// <summary>The value of the header <c>webhook-signature</c>: <c>v1,</c> and the code in Base64, for each secret, with blanks between.</summary>
    /// <param name="secrets">Keys; <c>whsec_</c> and Base64, or any text, whose UTF-8 is the key.</param>
    /// <param name="id">Value of the header <c>webhook-id</c>.</param>
    /// <param name="unixSeconds">Value of the header <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body.</param>
    public static string Of(IReadOnlyList<string> secrets, string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{unixSeconds}."), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), signed))}"));
    }

    /// <summary>What is wrong with a secret; null where nothing is.</summary>
    public static string? FaultOf(string secret)
    {
        try
        {
            return KeyOf(secret).Length < 16 ? "is shorter than 16 bytes; take e.g. the output of: openssl rand -base64 32" : null;
        }
        catch (FormatException)
        {
            return "begins with whsec_, and what follows is no Base64";
        }
    }

    private static byte[] KeyOf(string secret) =>
        secret.StartsWith(Encoded, StringComparison.Ordinal) ? Convert.FromBase64String(secret[Encoded.Length..]) : Encoding.UTF8.GetBytes(secret);
}
