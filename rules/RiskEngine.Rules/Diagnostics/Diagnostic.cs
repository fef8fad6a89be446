using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Diagnostics;

/// <summary>One finding about a rule file: the place, what is wrong, and what to write instead.</summary>
public sealed record Diagnostic
{
    /// <summary>Stable code, e.g. <c>RR012</c>; <see cref="DiagnosticCodes"/> lists them all.</summary>
    public required string Code { get; init; }

    /// <summary>Whether the rule can run in spite of it.</summary>
    public required DiagnosticSeverity Severity { get; init; }

    /// <summary>The file as the caller named it, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>Line, from 1; 1 where the finding concerns the whole file.</summary>
    public required int Line { get; init; }

    /// <summary>Column in characters, from 1.</summary>
    public required int Column { get; init; }

    /// <summary>How many characters of the line it concerns; at least 1.</summary>
    public required int Length { get; init; }

    /// <summary>The fault, with the offending value.</summary>
    public required string Message { get; init; }

    /// <summary>What to write instead.</summary>
    public required string Remedy { get; init; }

    /// <summary>The remedy as an editor can carry it out; empty where only the author knows what is meant.</summary>
    public IReadOnlyList<TextEdit> Edits { get; init; } = [];

    /// <summary>The line as it stands in the file; empty where there is none.</summary>
    public string SourceLine { get; init; } = "";

    /// <summary>One line: <c>file:line:column: RR012: message; remedy</c>.</summary>
    public override string ToString()
    {
        var label = Severity == DiagnosticSeverity.Warning ? "warning " : "";
        return $"{File}:{Line}:{Column}: {label}{Code}: {Message}; {Remedy}";
    }
}
