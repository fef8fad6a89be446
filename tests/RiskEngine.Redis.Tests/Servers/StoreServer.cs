using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Redis.Embedded;

namespace RiskEngine.Redis.Tests.Servers;

/// <summary>A server of a contract test's own, of either kind, and how to reach it.</summary>
internal sealed class StoreServer : IAsyncDisposable
{
    private readonly RedisNode? _redis;
    private readonly EmbeddedServer? _embedded;
    private readonly TestFolder? _folder;

    private StoreServer(RedisNode? redis, EmbeddedServer? embedded, TestFolder? folder)
    {
        _redis = redis;
        _embedded = embedded;
        _folder = folder;
    }

    public RedisOptions Options => new() { Configuration = _redis?.Address ?? _embedded!.Address, Password = _embedded?.Password };

    public static async Task<StoreServer> StartAsync(StoreKind kind)
    {
        if (kind == StoreKind.Redis) return new StoreServer(await RedisNode.StartAsync(), null, null);
        var folder = new TestFolder();
        return new StoreServer(null, await EmbeddedServer.StartAsync(new EmbeddedOptions { Folder = folder.Path }, NullLogger.Instance, CancellationToken.None), folder);
    }

    /// <summary>Sends a command behind the store's back.</summary>
    public string Ask(params string[] command)
    {
        if (_redis is not null) return _redis.Ask(command);
        using var client = new RespClient(int.Parse(_embedded!.Address.Split(':')[1]));
        client.Send("AUTH", _embedded.Password);
        return client.Send(command);
    }

    public async ValueTask DisposeAsync()
    {
        _redis?.Dispose();
        if (_embedded is not null) await _embedded.DisposeAsync();
        _folder?.Dispose();
    }
}
