namespace RiskEngine.Cel.Diagnostics;

// Collects the mistakes of one expression and turns offsets into lines and columns.
internal sealed class DiagnosticSink(string source)
{
    private const int MaxDiagnostics = 20;
    private readonly List<CelDiagnostic> _found = [];

    public IReadOnlyList<CelDiagnostic> Found => _found;

    public bool HasErrors => _found.Count > 0;

    public bool HasComplexity => _found.Exists(diagnostic => diagnostic.Kind == CelDiagnosticKind.TooComplex);

    public void Report(CelDiagnosticKind kind, int start, int end, string message, string remedy = "", CelFix? fix = null)
    {
        if (_found.Count >= MaxDiagnostics)
            return;
        foreach (var earlier in _found)
        {
            if (earlier.Position.Offset == start && earlier.Kind == kind)
                return;
        }
        _found.Add(new CelDiagnostic(kind, Locate(start), Math.Max(1, end - start), message, remedy) { Fix = fix });
    }

    // Takes back what was said about a place, because more is known of it now.
    public void Withdraw(int start) => _found.RemoveAll(diagnostic => diagnostic.Position.Offset == start);

    public void Sort() => _found.Sort((a, b) => a.Position.Offset.CompareTo(b.Position.Offset));

    private CelPosition Locate(int offset)
    {
        offset = Math.Min(offset, source.Length);
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < offset; i++)
        {
            if (source[i] != '\n')
                continue;
            line++;
            lineStart = i + 1;
        }
        return new CelPosition(offset, line, offset - lineStart + 1);
    }
}
