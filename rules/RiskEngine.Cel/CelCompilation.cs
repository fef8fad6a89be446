using System.Diagnostics.CodeAnalysis;
using RiskEngine.Cel.Diagnostics;

namespace RiskEngine.Cel;

/// <summary>What compiling an expression gave: a program, or every mistake found, in the order of the text.</summary>
/// <param name="Program">The program; null when there are diagnostics.</param>
/// <param name="Diagnostics">The mistakes; empty when there is a program.</param>
public sealed record CelCompilation<TContext>(CelProgram<TContext>? Program, IReadOnlyList<CelDiagnostic> Diagnostics)
{
    /// <summary>Whether there is a program.</summary>
    [MemberNotNullWhen(true, nameof(Program))]
    public bool Succeeded => Program is not null;

    internal static CelCompilation<TContext> Failed(DiagnosticSink diagnostics)
    {
        diagnostics.Sort();
        return new CelCompilation<TContext>(null, diagnostics.Found);
    }
}
