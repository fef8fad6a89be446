using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace RiskEngine.Redis;

/// <summary>Judges the certificate of a server by authorities of one's own instead of those of the system.</summary>
internal sealed class ServerCertificates(X509Certificate2Collection authorities)
{
    /// <summary>Reads authorities from a file in PEM format.</summary>
    public static X509Certificate2Collection Read(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }

    /// <summary>Whether the server may be trusted: a valid certificate for its name, by one of the authorities.</summary>
    public bool Accepts(X509Certificate? certificate, X509Chain? offered, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (offered is not null) chain.ChainPolicy.ExtraStore.AddRange(offered.ChainElements.Select(element => element.Certificate).ToArray());
        return chain.Build(new X509Certificate2(certificate));
    }
}
