using RiskEngine.Rules.Diagnostics;
using static RiskEngine.Rules.Diagnostics.DiagnosticSeverity;

namespace RiskEngine.Rules.Inputs;

/// <summary>The codes that only mapping files are given; the others they share with rule files. <c>docs/inputs.md</c> has them all; a test holds the two equal.</summary>
public static class InputCodes
{
    /// <summary>A topic pattern that names no topic.</summary>
    public static readonly DiagnosticCode Topic = new("RI001", Error, "malformed topic");

    /// <summary>Two mappings of one topic that do not go together.</summary>
    public static readonly DiagnosticCode SameTopic = new("RI002", Error, "mappings of one topic that do not go together");

    /// <summary>A table that cannot be read.</summary>
    public static readonly DiagnosticCode Table = new("RI003", Error, "malformed table");

    /// <summary>What speaks of a person, where it would not become a pseudonym.</summary>
    public static readonly DiagnosticCode Person = new("RI004", Error, "person in the clear");

    /// <summary>Units that do not convert into each other.</summary>
    public static readonly DiagnosticCode Unit = new("RI005", Error, "units that do not convert");

    /// <summary>A time that cannot be read as the mapping says.</summary>
    public static readonly DiagnosticCode Time = new("RI006", Error, "malformed time");

    /// <summary>A kind or a site that no event can have.</summary>
    public static readonly DiagnosticCode Name = new("RI007", Error, "malformed kind or site");

    /// <summary>A test whose payload or expectation cannot be understood.</summary>
    public static readonly DiagnosticCode Test = new("RI008", Error, "malformed test of a mapping");

    /// <summary>A CSV text that cannot be written as the mapping says.</summary>
    public static readonly DiagnosticCode Csv = new("RI009", Error, "malformed form of CSV");

    /// <summary>A text that looks like an expression and is none.</summary>
    public static readonly DiagnosticCode NoPlace = new("RI101", Warning, "text that looks like an expression");

    /// <summary>No test.</summary>
    public static readonly DiagnosticCode Untested = new("RI102", Warning, "mapping without a test");

    /// <summary>All of them, by number.</summary>
    public static IReadOnlyList<DiagnosticCode> All { get; } = [Topic, SameTopic, Table, Person, Unit, Time, Name, Test, Csv, NoPlace, Untested];
}
