using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace RiskEngine.Service.Http;

/// <summary>Why an address cannot be listened on, and what to do about it.</summary>
internal static class ListenFault
{
    /// <summary>Fault and remedy in words that follow the option and its value.</summary>
    public static string Of(Exception fault) => CodeOf(fault) switch
    {
        SocketError.AddressAlreadyInUse => "another process listens on this port; end it, or take another port (port 0 takes a free one)",
        SocketError.AddressNotAvailable => "no network interface of this machine has this address; use 127.0.0.1 for this machine only, 0.0.0.0 for all its addresses",
        SocketError.AccessDenied => "this user has no right to the port; take one above 1023, or grant the right (CAP_NET_BIND_SERVICE)",
        _ => $"it cannot be listened on ({fault.GetBaseException().Message}); write e.g. http://127.0.0.1:8080",
    };

    private static SocketError? CodeOf(Exception fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is AddressInUseException) return SocketError.AddressAlreadyInUse;
            if (inner is SocketException socket) return socket.SocketErrorCode;
        }

        return null;
    }
}
