using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Diagnostics;

/// <summary>Collects the findings of one file and gives each its line.</summary>
internal sealed class FileReport(SourceText source)
{
    /// <summary>A file with more findings than this needs another look first.</summary>
    private const int Most = 100;

    private List<Diagnostic>? _found;
    private HashSet<(string Code, int Line, int Column)>? _places;

    public SourceText Source { get; } = source;

    public IReadOnlyList<Diagnostic> Found => _found ?? [];

    public bool HasErrors { get; private set; }

    /// <summary>Several keys can be missing at one place.</summary>
    public void AddMissing(SourceSpan at, string message, string remedy)
    {
        Add(DiagnosticCodes.MissingKey, at, message, remedy);
        _places?.Remove((DiagnosticCodes.MissingKey.Id, at.Line, at.Column));
    }

    public void Add(DiagnosticCode code, SourceSpan at, string message, string remedy)
    {
        HasErrors |= code.Severity == DiagnosticSeverity.Error;
        _found ??= [];
        _places ??= [];
        if (_found.Count >= Most || !_places.Add((code.Id, at.Line, at.Column))) return;
        _found.Add(new Diagnostic
        {
            Code = code.Id,
            Severity = code.Severity,
            File = Source.File,
            Line = at.Line,
            Column = at.Column,
            Length = Math.Max(1, at.Length),
            Message = message,
            Remedy = remedy,
            SourceLine = Source.Line(at.Line),
        });
    }
}
