using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nerdbank.Streams;
using RiskEngine.LanguageServer.Serving;
using StreamJsonRpc;

namespace RiskEngine.LanguageServer.Tests;

/// <summary>An editor as the server sees one: speaks the protocol over streams, and keeps what it is told.</summary>
internal sealed class Editor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, JsonNode> _published = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _news = new(0);
    private readonly ConcurrentDictionary<string, int> _versions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly JsonRpc _rpc;

    private Editor(Stream stream, Task<int> server)
    {
        Server = server;
        _rpc = new JsonRpc(new HeaderDelimitedMessageHandler(stream, stream, new SystemTextJsonFormatter()));
        _rpc.AddLocalRpcMethod("textDocument/publishDiagnostics", Published);
        _rpc.AddLocalRpcMethod("client/registerCapability", (JsonElement registrations) =>
        {
            Registered = registrations.GetRawText();
            return (object?)null;
        });
        _rpc.StartListening();
    }

    /// <summary>The server's run, and its exit code.</summary>
    public Task<int> Server { get; }

    public string? Registered { get; private set; }

    public JsonNode? Started { get; private set; }

    /// <summary>Starts a server in a folder and says hello.</summary>
    public static async Task<Editor> OpenAsync(string folder, LanguageServerOptions? options = null)
    {
        var editor = Connect(options);
        editor.Started = await editor.AskAsync("initialize", new
        {
            processId = (int?)null, rootUri = UriOf(folder),
            capabilities = new { workspace = new { didChangeWatchedFiles = new { dynamicRegistration = true } } },
        });
        await editor.TellAsync("initialized", new { });
        return editor;
    }

    /// <summary>Starts a server and says nothing.</summary>
    public static Editor Connect(LanguageServerOptions? options = null)
    {
        var (ours, theirs) = FullDuplexStream.CreatePair();
        var stop = new CancellationTokenSource();
        return new Editor(ours, Task.Run(() => RuleLanguageServer.RunAsync(theirs, theirs, options ?? new LanguageServerOptions(), stop.Token)));
    }

    public static string UriOf(string path) => new Uri(path).AbsoluteUri;

    public async Task<JsonNode?> AskAsync(string method, object arguments, CancellationToken cancellationToken = default) =>
        JsonNode.Parse(
            (await _rpc.InvokeWithParameterObjectAsync<JsonElement?>(method, arguments, cancellationToken).WaitAsync(Patience, cancellationToken))?.GetRawText() ?? "null");

    public Task TellAsync(string method, object arguments) => _rpc.NotifyWithParameterObjectAsync(method, arguments);

    public Task ShowAsync(string path, string text)
    {
        _versions[path] = 1;
        return TellAsync("textDocument/didOpen", new { textDocument = new { uri = UriOf(path), languageId = "yaml", version = 1, text } });
    }

    /// <summary>Replaces the whole text.</summary>
    public Task TypeAsync(string path, string text) => ChangeAsync(path, new { text });

    /// <summary>Replaces a stretch; places from 0.</summary>
    public Task TypeAsync(string path, int line, int from, int to, string text) =>
        ChangeAsync(path, new { range = new { start = new { line, character = from }, end = new { line, character = to } }, text });

    public Task<JsonNode?> AtAsync(string request, string path, int line, int character) =>
        AskAsync($"textDocument/{request}", new { textDocument = new { uri = UriOf(path) }, position = new { line, character } });

    public Task<JsonNode?> ActionsAsync(string path, int line) => AskAsync("textDocument/codeAction", new
    {
        textDocument = new { uri = UriOf(path) }, range = new { start = new { line, character = 0 }, end = new { line, character = 1000 } },
        context = new { diagnostics = Array.Empty<object>() },
    });

    /// <summary>What was published of a file last, once it is of the text that stands there now; of a closed file whatever comes.</summary>
    public async Task<JsonArray> FoundAsync(string path, Func<JsonArray, bool>? until = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_published.TryGetValue(UriOf(path), out var published)
                && (!_versions.TryGetValue(path, out var version) || published["version"]?.GetValue<int>() == version)
                && published["diagnostics"] is JsonArray found && (until is null || until(found)))
            {
                return found;
            }

            await _news.WaitAsync(patience.Token);
        }
    }

    public async Task<int> LeaveAsync()
    {
        await AskAsync("shutdown", new { });
        await TellAsync("exit", new { });
        return await Server.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        await Server.WaitAsync(Patience);
        _stop.Dispose();
        _news.Dispose();
    }

    public void Close(string path) => _versions.TryRemove(path, out _);

    private Task ChangeAsync(string path, object change)
    {
        var version = _versions.AddOrUpdate(path, 1, (_, last) => last + 1);
        return TellAsync("textDocument/didChange", new { textDocument = new { uri = UriOf(path), version }, contentChanges = new[] { change } });
    }

    private void Published(string uri, JsonElement diagnostics, int? version = null)
    {
        _published[uri] = new JsonObject { ["version"] = version, ["diagnostics"] = JsonNode.Parse(diagnostics.GetRawText()) };
        _news.Release();
    }
}
