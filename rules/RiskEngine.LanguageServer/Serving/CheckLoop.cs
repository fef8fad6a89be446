using System.Threading.Channels;
using RiskEngine.LanguageServer.Documents;
using RiskEngine.LanguageServer.Protocol;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Editing;
using StreamJsonRpc;
using Range = RiskEngine.LanguageServer.Protocol.Range;

namespace RiskEngine.LanguageServer.Serving;

/// <summary>Checks what has changed and publishes what is wrong; edits that come while it checks are checked together afterwards.</summary>
internal sealed class CheckLoop
{
    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, (int? Version, IReadOnlyList<Diagnostic> Found)> _published = new(StringComparer.Ordinal);
    private readonly JsonRpc _editor;

    public CheckLoop(LanguageServerOptions options, JsonRpc editor)
    {
        (Options, _editor) = (options, editor);
        Workspace = new RuleWorkspace(options.Rules, options.Mappings);
    }

    public LanguageServerOptions Options { get; }

    public RuleWorkspace Workspace { get; }

    public DocumentSet Documents { get; } = new();

    /// <summary>Asks for a check, soon.</summary>
    public void Want() => _wanted.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _wanted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _wanted.Reader.TryRead(out _);
                await PublishAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ConnectionLostException or ObjectDisposedException)
        {
            // The editor has gone.
        }
    }

    /// <summary>A finding as the editor shows it.</summary>
    public static Problem Shown(Diagnostic found, Document? document) => new(
        document?.RangeOf(found.Line, found.Column, found.Length)
            ?? new Range(new Position(found.Line - 1, found.Column - 1), new Position(found.Line - 1, found.Column - 1 + found.Length)),
        found.Severity == DiagnosticSeverity.Error ? 1 : 2, found.Code, null, "riskengine", $"{found.Message}; {found.Remedy}");

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        var open = Documents.All.ToDictionary(StringComparer.Ordinal);
        var found = Workspace.Check(cancellationToken);
        foreach (var path in found.Keys.Concat(open.Keys).Concat(_published.Keys).Distinct(StringComparer.Ordinal).ToArray())
        {
            var document = open.GetValueOrDefault(path);
            var now = found.GetValueOrDefault(path) ?? [];
            if (_published.TryGetValue(path, out var last) && last.Version == document?.Version && last.Found.SequenceEqual(now, Same.Instance)) continue;
            if (now.Count == 0 && document is null) _published.Remove(path);
            else _published[path] = (document?.Version, now);
            await _editor.NotifyWithParameterObjectAsync(
                "textDocument/publishDiagnostics",
                new PublishParams(Documents.UriOf(path), document?.Version, [.. now.Select(one => Shown(one, document))])).ConfigureAwait(false);
        }
    }

    /// <summary>Findings that an editor shows alike.</summary>
    private sealed class Same : IEqualityComparer<Diagnostic>
    {
        public static readonly Same Instance = new();

        public bool Equals(Diagnostic? x, Diagnostic? y) =>
            x is not null && y is not null && x.Code == y.Code && (x.Line, x.Column, x.Length) == (y.Line, y.Column, y.Length) && x.Message == y.Message && x.Remedy == y.Remedy;

        public int GetHashCode(Diagnostic found) => HashCode.Combine(found.Code, found.Line, found.Column);
    }
}
