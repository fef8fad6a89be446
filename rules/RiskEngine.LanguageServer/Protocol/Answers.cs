namespace RiskEngine.LanguageServer.Protocol;

/// <summary>A finding; severity 1 is an error, 2 a warning.</summary>
internal sealed record Problem(Range Range, int Severity, string Code, CodeDescription? CodeDescription, string Source, string Message);

internal sealed record CodeDescription(string Href);

internal sealed record PublishParams(string Uri, int? Version, IReadOnlyList<Problem> Diagnostics);

internal sealed record CompletionItem(string Label, int Kind, string? Detail, Markup? Documentation, string SortText, string FilterText, TextChange TextEdit, int InsertTextMode);

internal sealed record CompletionList(bool IsIncomplete, IReadOnlyList<CompletionItem> Items);

internal sealed record Hover(Markup Contents, Range Range);

internal sealed record DocumentSymbol(string Name, string? Detail, int Kind, Range Range, Range SelectionRange, IReadOnlyList<DocumentSymbol> Children);

internal sealed record CodeAction(string Title, string Kind, IReadOnlyList<Problem>? Diagnostics, bool IsPreferred, WorkspaceEdit Edit);

internal sealed record WorkspaceEdit(IReadOnlyDictionary<string, IReadOnlyList<TextChange>> Changes);

internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

internal sealed record ServerInfo(string Name, string Version);

/// <summary>What the server can do.</summary>
internal sealed record ServerCapabilities
{
    public string PositionEncoding => "utf-16";

    public SyncOptions TextDocumentSync { get; } = new(OpenClose: true, Change: 2, Save: true);

    public CompletionOptions CompletionProvider { get; } = new([" ", ":", ".", "{", "[", ",", "\""]);

    public bool HoverProvider => true;

    public bool DefinitionProvider => true;

    public bool DocumentSymbolProvider => true;

    public CodeActionOptions CodeActionProvider { get; } = new(["quickfix", "source.fixAll"]);

    public WorkspaceOptions Workspace { get; } = new(new WorkspaceFolderOptions(Supported: true, ChangeNotifications: true));
}

internal sealed record SyncOptions(bool OpenClose, int Change, bool Save);

internal sealed record CompletionOptions(IReadOnlyList<string> TriggerCharacters);

internal sealed record CodeActionOptions(IReadOnlyList<string> CodeActionKinds);

internal sealed record WorkspaceOptions(WorkspaceFolderOptions WorkspaceFolders);

internal sealed record WorkspaceFolderOptions(bool Supported, bool ChangeNotifications);

internal sealed record RegistrationParams(IReadOnlyList<Registration> Registrations);

internal sealed record Registration(string Id, string Method, WatchOptions RegisterOptions);

internal sealed record WatchOptions(IReadOnlyList<Watcher> Watchers);

internal sealed record Watcher(string GlobPattern);
