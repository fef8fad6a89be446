using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>What the engine shows to a server that speaks TLS, and what it expects of it.</summary>
internal static class Tls
{
    /// <summary>Settings for a connection; files are read anew, so that renewed certificates are taken at the next one.</summary>
    /// <param name="options">The engine's options.</param>
    /// <param name="client">What the connection string says.</param>
    /// <param name="host">Name that the server's certificate must have.</param>
    public static SslClientAuthenticationOptions For(RedisOptions options, ConfigurationOptions client, string host)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = client.SslProtocols ?? SslProtocols.None,
            CertificateRevocationCheckMode = client.CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
        };
        if (options.CaFile is { } file)
        {
            // Private authorities seldom publish what they have revoked.
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(ReadAuthorities(file));
        }

        if (options.CertificateFile is not null)
        {
            var (certificate, between) = ReadCertificate(options);
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, between, offline: true);
        }

        return tls;
    }

    /// <summary>Reads authorities from a file in PEM format.</summary>
    /// <exception cref="CryptographicException">It holds none, or none that can be read.</exception>
    public static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("it holds no certificate");
    }

    /// <summary>Reads the engine's certificate with its key, and the certificates that stand behind it in the file.</summary>
    /// <exception cref="CryptographicException">A file holds none, or they do not belong together, or the key's password is missing or wrong.</exception>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Between) ReadCertificate(RedisOptions options)
    {
        var file = options.CertificateFile ?? throw new InvalidOperationException("no certificate is named");
        var certificate = options.KeyPassword is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(file, password, options.KeyFile)
            : X509Certificate2.CreateFromPemFile(file, options.KeyFile);
        var between = new X509Certificate2Collection();
        between.ImportFromPemFile(file);
        between.RemoveAt(0);

        // Windows shows no certificate whose key is in memory only.
        return (OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null) : certificate, between);
    }
}
