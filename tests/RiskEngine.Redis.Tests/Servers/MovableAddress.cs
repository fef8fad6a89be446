using System.Net;
using System.Net.Sockets;

namespace RiskEngine.Redis.Tests.Servers;

/// <summary>An address that stays while the server behind it changes, as a virtual IP or a managed Redis has it.</summary>
internal sealed class MovableAddress : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private int _target;

    public MovableAddress(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAll();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How long what a server sends is on its way.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Breaks all connections and leads new ones to another server.</summary>
    public void MoveTo(int target)
    {
        lock (_open)
        {
            _target = target;
            foreach (var client in _open) client.Close();
            _open.Clear();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        MoveTo(0);
    }

    private async Task AcceptAll()
    {
        try
        {
            while (true) _ = Join(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The address has gone.
        }
    }

    private async Task Carry(NetworkStream from, NetworkStream to)
    {
        var bytes = new byte[16 * 1024];
        while (await from.ReadAsync(bytes) is > 0 and var length)
        {
            await Task.Delay(Delay);
            await to.WriteAsync(bytes.AsMemory(0, length));
        }
    }

    private async Task Join(TcpClient client)
    {
        using var server = new TcpClient();
        try
        {
            int target;
            lock (_open)
            {
                target = _target;
                _open.Add(client);
                _open.Add(server);
            }

            await server.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), Carry(server.GetStream(), client.GetStream()));
        }
        catch (Exception fault) when (fault is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side has gone; so does the other.
        }

        client.Dispose();
    }
}
