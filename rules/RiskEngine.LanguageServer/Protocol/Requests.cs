using System.Text.Json;

namespace RiskEngine.LanguageServer.Protocol;

/// <summary>What a client says when it starts; what we do not use is left out.</summary>
internal sealed record InitializeParams(string? RootPath, string? RootUri, IReadOnlyList<WorkspaceFolder>? WorkspaceFolders, JsonElement Capabilities);

internal sealed record WorkspaceFolder(string Uri, string? Name);

internal sealed record DocumentId(string Uri, int? Version);

internal sealed record OpenedDocument(string Uri, int Version, string Text);

internal sealed record OpenParams(OpenedDocument TextDocument);

/// <summary>A change of a document: of a stretch, or of the whole text where there is none.</summary>
internal sealed record ContentChange(Range? Range, string Text);

internal sealed record ChangeParams(DocumentId TextDocument, IReadOnlyList<ContentChange> ContentChanges);

internal sealed record DocumentParams(DocumentId TextDocument);

internal sealed record PlaceParams(DocumentId TextDocument, Position Position);

internal sealed record CodeActionParams(DocumentId TextDocument, Range Range, CodeActionContext? Context);

internal sealed record CodeActionContext(IReadOnlyList<string>? Only);

internal sealed record FileEvent(string Uri, int Type);

internal sealed record WatchedFilesParams(IReadOnlyList<FileEvent>? Changes);

internal sealed record FoldersParams(FoldersChange Event);

internal sealed record FoldersChange(IReadOnlyList<WorkspaceFolder>? Added);
