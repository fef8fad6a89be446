namespace RiskEngine.Rules.Diagnostics;

/// <summary>One kind of finding, with its stable code.</summary>
/// <param name="Id">The code, e.g. <c>RR012</c>; never reused for anything else.</param>
/// <param name="Severity">Whether it stops the rule.</param>
/// <param name="Title">What it is about, in a few words.</param>
public sealed record DiagnosticCode(string Id, DiagnosticSeverity Severity, string Title);
