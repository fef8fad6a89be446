using System.Net;
using System.Net.Sockets;

namespace RiskEngine.Cli.Diagnosis;

/// <summary>Whether the engine's address is free, or an engine has it.</summary>
internal static class HttpCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<CheckFinding>> Run(string url, bool hasToken, CancellationToken cancellationToken)
    {
        var address = new Uri(url);
        var found = new List<CheckFinding> { await Address(address, cancellationToken).ConfigureAwait(false) };
        if (!address.IsLoopback && !hasToken)
        {
            found.Add(CheckFinding.Note("http token", "none, and the address is open to other machines: nobody but a program on this machine may change something",
                "openssl rand -hex 32, as RISKENGINE__HTTP__TOKEN"));
        }

        return found;
    }

    private static async Task<CheckFinding> Address(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var listener = new TcpListener(await Local(address, cancellationToken).ConfigureAwait(false), address.Port);
            listener.Start();
            return CheckFinding.Ok("http", $"{address} is free");
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return await Owner(address, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException fault)
        {
            return CheckFinding.Fault("http", $"{address} cannot be listened on: {fault.Message}", "correct Http:Url; 127.0.0.1 for this machine only, 0.0.0.0 for all addresses");
        }
    }

    private static async Task<CheckFinding> Owner(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        var asked = new UriBuilder(address) { Host = IPAddress.TryParse(address.Host, out var ip) && ip.Equals(IPAddress.Any) ? "127.0.0.1" : address.Host };
        try
        {
            asked.Path = "/health/live";
            if ((await client.GetStringAsync(asked.Uri, cancellationToken).ConfigureAwait(false)).Trim() != "live") return Taken(address);
            asked.Path = "/health/ready";
            using var ready = await client.GetAsync(asked.Uri, cancellationToken).ConfigureAwait(false);
            var lines = (await ready.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)).Trim().Split('\n');
            return ready.IsSuccessStatusCode
                ? CheckFinding.Ok("http", $"an engine serves at {address} and is ready")
                : CheckFinding.Fault("http", $"the engine that serves at {address} is not ready: {string.Join("; ", lines.Skip(1))}", "docs/operations.md, Health");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return Taken(address);
        }
    }

    private static CheckFinding Taken(Uri address) =>
        CheckFinding.Fault("http", $"something else listens at {address}", $"end it (ss -ltnp 'sport = :{address.Port}'), or take another port with Http:Url");

    private static async Task<IPAddress> Local(Uri address, CancellationToken cancellationToken) =>
        IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip : (await Dns.GetHostAddressesAsync(address.Host, cancellationToken).ConfigureAwait(false))[0];
}
