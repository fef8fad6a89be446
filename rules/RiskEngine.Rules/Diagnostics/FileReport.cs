using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Diagnostics;

/// <summary>Collects the findings of one file and gives each its line.</summary>
internal sealed class FileReport(SourceText source)
{
    /// <summary>A file with more findings than this needs another look first.</summary>
    private const int Most = 100;

    private List<Diagnostic>? _found;
    private HashSet<(string File, string Code, int Line, int Column)>? _places;

    public SourceText Source { get; } = source;

    public IReadOnlyList<Diagnostic> Found => _found ?? [];

    public bool HasErrors { get; private set; }

    /// <summary>What the reader took for the text where that broke the syntax; null where nothing had to be repaired.</summary>
    public RepairedText? Repaired { get; set; }

    /// <summary>The keys that rules may have, to propose one where a key is unknown or misplaced.</summary>
    public KeyTable Keys { get; set; } = KeyTable.Empty;

    /// <summary>Whether there is a finding of this kind.</summary>
    public bool HasFound(DiagnosticCode code) => _found?.Exists(found => found.Code == code.Id) == true;

    /// <summary>Several keys can be missing at one place.</summary>
    public void AddMissing(SourceSpan at, string message, string remedy, IReadOnlyList<TextEdit>? edits = null)
    {
        Add(DiagnosticCodes.MissingKey, at, message, remedy, edits);
        _places?.Remove((Source.File, DiagnosticCodes.MissingKey.Id, at.Line, at.Column));
    }

    /// <summary>Adds a finding; the edits carry out its remedy.</summary>
    public void Add(DiagnosticCode code, SourceSpan at, string message, string remedy, IReadOnlyList<TextEdit>? edits = null) =>
        Add(Source, code, at, message, remedy, edits);

    /// <summary>A report that goes on from what this one holds, and leaves it as it is.</summary>
    public FileReport Fork() => new(Source)
    {
        _found = _found is null ? null : [.. _found],
        _places = _places is null ? null : [.. _places],
        HasErrors = HasErrors,
        Repaired = Repaired,
        Keys = Keys,
    };

    /// <summary>Puts other words or edits in the place of each finding.</summary>
    /// <param name="found">As many as there are.</param>
    public void Replace(IReadOnlyList<Diagnostic> found) => _found = [.. found];

    /// <summary>Adds a finding about a line of another file, which this one names.</summary>
    public void AddIn(SourceText other, DiagnosticCode code, int line, string message, string remedy)
    {
        var text = other.Line(line);
        var start = text.Length - text.TrimStart().Length;
        Add(other, code, new SourceSpan(line, start + 1, text.Trim().Length), message, remedy, null);
    }

    private void Add(SourceText source, DiagnosticCode code, SourceSpan at, string message, string remedy, IReadOnlyList<TextEdit>? edits)
    {
        HasErrors |= code.Severity == DiagnosticSeverity.Error;
        _found ??= [];
        _places ??= [];
        if (_found.Count >= Most || !_places.Add((source.File, code.Id, at.Line, at.Column))) return;
        _found.Add(new Diagnostic
        {
            Code = code.Id,
            Severity = code.Severity,
            File = source.File,
            Line = at.Line,
            Column = at.Column,
            Length = Math.Max(1, at.Length),
            Message = message,
            Remedy = remedy,
            SourceLine = source.Line(at.Line),
            Edits = edits is null || (code != DiagnosticCodes.Syntax && Repaired?.Touches(edits) == true) ? [] : edits,
        });
    }
}
