using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Rules;

/// <summary>What loading gave: the good rules, and everything that is wrong with the others.</summary>
public sealed record RuleLoadResult
{
    /// <summary>Creates a result.</summary>
    public RuleLoadResult(IReadOnlyList<RuleDocument> documents, IReadOnlyList<Diagnostic> diagnostics, int files)
    {
        Documents = documents;
        Diagnostics = diagnostics;
        Files = files;
        Rules = [.. documents.Select(document => document.Rule)];
    }

    /// <summary>The rules without errors, by id.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>The same rules with their tests.</summary>
    public IReadOnlyList<RuleDocument> Documents { get; }

    /// <summary>Errors and warnings of all files, by file, line and column.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>How many files were read.</summary>
    public int Files { get; }

    /// <summary>Whether a rule cannot run: a start then refuses, a reload keeps the rules it had.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
