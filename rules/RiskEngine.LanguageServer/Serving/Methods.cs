using System.Reflection;
using System.Text.Json;
using RiskEngine.LanguageServer.Documents;
using RiskEngine.LanguageServer.Protocol;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace RiskEngine.LanguageServer.Serving;

/// <summary>The methods that editors call, one after the other in the order of their messages.</summary>
/// <param name="checks">What holds the documents and checks them.</param>
/// <param name="editor">The editor.</param>
/// <param name="exit">Ends the server.</param>
internal sealed class Methods(CheckLoop checks, JsonRpc editor, Action exit)
{
    private const int NotInitialized = -32002;

    private readonly Answering _answering = new(checks);
    private bool _initialized;
    private bool _watches;

    /// <summary>Whether the editor asked for the end.</summary>
    public bool WasShutDown { get; private set; }

    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    public InitializeResult Initialize(InitializeParams start)
    {
        _initialized = true;
        _watches = Has(start.Capabilities, "workspace", "didChangeWatchedFiles", "dynamicRegistration");
        foreach (var folder in checks.Options.RuleFolders) checks.Workspace.AddRules(folder);
        foreach (var folder in checks.Options.MappingFolders) checks.Workspace.AddMappings(folder);
        var roots = start.WorkspaceFolders is { Count: > 0 } folders ? folders.Select(folder => DocumentSet.PathOf(folder.Uri))
            : [start.RootUri is null ? start.RootPath : DocumentSet.PathOf(start.RootUri)];
        foreach (var root in roots.OfType<string>()) AddRoot(root);
        return new InitializeResult(new ServerCapabilities(), new ServerInfo("riskengine", Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0"));
    }

    [JsonRpcMethod("initialized")]
    public async Task Initialized()
    {
        checks.Want();
        if (!_watches) return;
        var watch = new WatchOptions([new Watcher("**/*.{yaml,yml,txt,csv}")]);
        await editor.InvokeWithParameterObjectAsync<JsonElement?>("client/registerCapability",
            new RegistrationParams([new Registration("watch", "workspace/didChangeWatchedFiles", watch)])).ConfigureAwait(false);
    }

    [JsonRpcMethod("shutdown")]
    public object? Shutdown()
    {
        RequireRunning();
        WasShutDown = true;
        return null;
    }

    [JsonRpcMethod("exit")]
    public void Exit() => exit();

    [JsonRpcMethod("textDocument/didOpen", UseSingleObjectParameterDeserialization = true)]
    public void Open(OpenParams opened)
    {
        var (uri, version, text) = opened.TextDocument;
        if (DocumentSet.PathOf(uri) is not { } path) return;
        checks.Workspace.Reload(all: false);
        Set(path, new Document(uri, version, text));
    }

    [JsonRpcMethod("textDocument/didChange", UseSingleObjectParameterDeserialization = true)]
    public void Change(ChangeParams changed)
    {
        if (DocumentSet.PathOf(changed.TextDocument.Uri) is { } path && checks.Documents[path] is { } document)
            Set(path, document.Change(changed.TextDocument.Version ?? document.Version + 1, changed.ContentChanges));
    }

    [JsonRpcMethod("textDocument/didSave", UseSingleObjectParameterDeserialization = true)]
    public void Save(DocumentParams saved) => Reload([saved.TextDocument.Uri]);

    [JsonRpcMethod("textDocument/didClose", UseSingleObjectParameterDeserialization = true)]
    public void Close(DocumentParams closed)
    {
        if (DocumentSet.PathOf(closed.TextDocument.Uri) is not { } path) return;
        checks.Documents[path] = null;
        checks.Workspace.Close(path);
        checks.Want();
    }

    [JsonRpcMethod("workspace/didChangeWatchedFiles", UseSingleObjectParameterDeserialization = true)]
    public void ChangeFiles(WatchedFilesParams changed) => Reload((changed.Changes ?? []).Select(change => change.Uri));

    [JsonRpcMethod("workspace/didChangeWorkspaceFolders", UseSingleObjectParameterDeserialization = true)]
    public void ChangeFolders(FoldersParams changed)
    {
        foreach (var folder in changed.Event.Added ?? []) if (DocumentSet.PathOf(folder.Uri) is { } root) AddRoot(root);
        checks.Want();
    }

    [JsonRpcMethod("textDocument/completion", UseSingleObjectParameterDeserialization = true)]
    public CompletionList? Complete(PlaceParams place, CancellationToken cancellationToken) =>
        Answer(place.TextDocument, document => _answering.Complete(document, place.Position), cancellationToken);

    [JsonRpcMethod("textDocument/hover", UseSingleObjectParameterDeserialization = true)]
    public Hover? Hover(PlaceParams place, CancellationToken cancellationToken) =>
        Answer(place.TextDocument, document => _answering.Hover(document, place.Position), cancellationToken);

    [JsonRpcMethod("textDocument/definition", UseSingleObjectParameterDeserialization = true)]
    public Location? Define(PlaceParams place, CancellationToken cancellationToken) =>
        Answer(place.TextDocument, document => _answering.Define(document, place.Position), cancellationToken);

    [JsonRpcMethod("textDocument/documentSymbol", UseSingleObjectParameterDeserialization = true)]
    public IReadOnlyList<DocumentSymbol>? Outline(DocumentParams of, CancellationToken cancellationToken) => Answer(of.TextDocument, _answering.Outline, cancellationToken);

    [JsonRpcMethod("textDocument/codeAction", UseSingleObjectParameterDeserialization = true)]
    public IReadOnlyList<CodeAction>? Act(CodeActionParams asked, CancellationToken cancellationToken) =>
        Answer(asked.TextDocument, document => _answering.Act(document, asked, cancellationToken), cancellationToken);

    /// <summary>What editors send that asks for nothing here.</summary>
    [JsonRpcMethod("workspace/didChangeConfiguration")]
    public void Configure()
    {
    }

    [JsonRpcMethod("$/setTrace")]
    public void SetTrace()
    {
    }

    private static bool Has(JsonElement capabilities, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (capabilities.ValueKind != JsonValueKind.Object || !capabilities.TryGetProperty(name, out capabilities)) return false;
        }

        return capabilities.ValueKind == JsonValueKind.True;
    }

    private TAnswer? Answer<TAnswer>(DocumentId id, Func<Document, TAnswer?> answer, CancellationToken cancellationToken)
        where TAnswer : class
    {
        RequireRunning();
        cancellationToken.ThrowIfCancellationRequested();
        return DocumentSet.PathOf(id.Uri) is { } path && checks.Documents[path] is { } document ? answer(document) : null;
    }

    private void RequireRunning()
    {
        if (!_initialized) throw new LocalRpcException("initialize comes first") { ErrorCode = NotInitialized };
        if (WasShutDown) throw new LocalRpcException("after shutdown comes only exit") { ErrorCode = (int)JsonRpcErrorCode.InvalidRequest };
    }

    private void Set(string path, Document document)
    {
        checks.Documents[path] = document;
        checks.Workspace.Set(path, document.Text);
        checks.Want();
    }

    /// <summary>Files that rules and mappings name are read with them.</summary>
    private void Reload(IEnumerable<string> uris)
    {
        checks.Workspace.Reload(all: uris.Any(uri => !uri.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && !uri.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)));
        checks.Want();
    }

    private void AddRoot(string root)
    {
        if (checks.Options.RuleFolders.Count == 0)
        {
            // Elsewhere a YAML file is a rule where it looks like one: the workspace finds that out as files are opened.
            if (Path.GetFileName(root) is "rules" or "packs") checks.Workspace.AddRules(root);
            else if (Path.Combine(root, "rules") is var rules && Directory.Exists(rules)) checks.Workspace.AddRules(rules);
        }

        if (checks.Options.MappingFolders.Count > 0) return;
        string[] usual = [Path.Combine(root, "rules", "inputs"), Path.Combine(root, "inputs")];
        if (Array.Find(usual, Directory.Exists) is { } mappings) checks.Workspace.AddMappings(mappings);
    }
}
