using RiskEngine.Rules.Diagnostics;
using static RiskEngine.Rules.Diagnostics.DiagnosticSeverity;

namespace RiskEngine.Rules.Desk;

/// <summary>The codes that only files of the desk are given; the others they share with rule files. <c>docs/desk.md</c> has them all; a test holds the two equal.</summary>
public static class DeskCodes
{
    /// <summary>An area level that the desk cannot use.</summary>
    public static readonly DiagnosticCode Level = new("RD001", Error, "area level that the desk cannot use");

    /// <summary>A silence that never ends, or ends before it starts.</summary>
    public static readonly DiagnosticCode SilenceTimes = new("RD002", Error, "silence without an end");

    /// <summary>A matcher that says nothing, and so means every alert.</summary>
    public static readonly DiagnosticCode Everything = new("RD003", Error, "matcher that means every alert");

    /// <summary>Steps of an escalation that do not come one after the other.</summary>
    public static readonly DiagnosticCode Steps = new("RD004", Error, "escalation out of order");

    /// <summary>Two entries with one id.</summary>
    public static readonly DiagnosticCode SameId = new("RD005", Error, "two entries with one id");

    /// <summary>A time that is no RFC 3339 time.</summary>
    public static readonly DiagnosticCode Time = new("RD006", Error, "malformed time");

    /// <summary>All of them, by number.</summary>
    public static IReadOnlyList<DiagnosticCode> All { get; } = [Level, SilenceTimes, Everything, Steps, SameId, Time];
}
