using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Rules.Inputs;

/// <summary>What loading mappings gave: the good ones, and everything that is wrong with the others.</summary>
/// <param name="Inputs">The mappings without errors, by file.</param>
/// <param name="Diagnostics">Errors and warnings of all files, by file, line and column.</param>
/// <param name="Files">How many mapping files were read.</param>
public sealed record InputLoadResult(InputSet Inputs, IReadOnlyList<Diagnostic> Diagnostics, int Files)
{
    /// <summary>Whether a mapping cannot be used: a start then refuses, a reload keeps the mappings it had.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
