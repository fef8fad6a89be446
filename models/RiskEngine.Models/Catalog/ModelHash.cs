using System.Security.Cryptography;
using System.Text;

namespace RiskEngine.Models.Catalog;

/// <summary>The short stable hash by which an alert names a model's parameters.</summary>
internal static class ModelHash
{
    /// <summary>Hashes name, version and every parameter as a record prints them.</summary>
    public static string Of(string name, string version, object parameters) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}/{version}/{parameters}")).AsSpan(0, 6));
}
