using RiskEngine.Cel.Diagnostics;

namespace RiskEngine.Cel.Declarations;

/// <summary>A fault in the use of a function that the scope adds.</summary>
/// <param name="Kind">Sort of mistake.</param>
/// <param name="At">The argument that is wrong; null points at the call.</param>
/// <param name="Message">What is wrong, in plain words, without a final full stop.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record CelCallFault(CelDiagnosticKind Kind, CelArgument? At, string Message, string Remedy);
