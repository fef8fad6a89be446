using RiskEngine.Core.Desk;
using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Rules.Desk;

/// <summary>What loading the desk's file gave.</summary>
/// <param name="Policy">What it says; the default policy where it cannot be used.</param>
/// <param name="Diagnostics">Errors and warnings, by line and column.</param>
public sealed record DeskLoadResult(DeskPolicy Policy, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether it cannot be used: a start then refuses, a reload keeps what it had.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
