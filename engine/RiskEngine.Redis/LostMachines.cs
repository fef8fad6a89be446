using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace RiskEngine.Redis;

/// <summary>Ends connections whose other side acknowledges nothing any more, as when its machine has lost power or the network is cut.</summary>
/// <remarks>Sets TCP_USER_TIMEOUT, which .NET has no name for. Set before connecting it would keep .NET from trying the addresses of a name in turn.</remarks>
internal sealed class LostMachines : Tunnel
{
    /// <summary>Level and name of the option on Linux.</summary>
    internal const int Tcp = 6;
    internal const int UserTimeout = 18;
    private readonly byte[] _millis;

    private LostMachines(TimeSpan limit) => _millis = BitConverter.GetBytes((int)limit.TotalMilliseconds);

    /// <summary>Notices after a time.</summary>
    /// <returns>Null where the operating system offers no such thing.</returns>
    public static LostMachines? TryNotice(TimeSpan limit) => OperatingSystem.IsLinux() ? new LostMachines(limit) : null;

    /// <inheritdoc/>
    public override ValueTask<Stream?> BeforeAuthenticateAsync(EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
    {
        if (socket?.ProtocolType == ProtocolType.Tcp) socket.SetRawSocketOption(Tcp, UserTimeout, _millis);
        return default;
    }
}
