namespace RiskEngine.Rules.Diagnostics;

/// <summary>How grave a finding about a rule file is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Legal and unwise; the rule runs.</summary>
    Warning,

    /// <summary>The rule cannot run.</summary>
    Error,
}
