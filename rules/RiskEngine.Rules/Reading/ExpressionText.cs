using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>An expression, or a part of one, with its place in the file.</summary>
/// <param name="Path">Dotted name of the key, for messages.</param>
/// <param name="Scalar">The value that holds it.</param>
/// <param name="Offset">Where in the value it starts.</param>
/// <param name="Text">The expression.</param>
/// <param name="Report">Takes what is wrong with it.</param>
internal sealed record ExpressionText(string Path, YamlScalar Scalar, int Offset, string Text, FileReport Report)
{
    public ExpressionText(string path, YamlScalar scalar, FileReport report)
        : this(path, scalar, 0, scalar.Value, report)
    {
    }

    /// <summary>A part of it, without the blanks around.</summary>
    public ExpressionText Part(int start, int length)
    {
        var part = Text.AsSpan(start, length);
        var lead = part.Length - part.TrimStart().Length;
        return this with { Offset = Offset + start + lead, Text = part.Trim().ToString() };
    }

    /// <summary>Reports a finding about some characters of the expression.</summary>
    public void Add(DiagnosticCode code, int at, int length, string message, string remedy) =>
        Report.Add(code, ScalarPlace.Within(Report.Source, Scalar, Offset + at, length), $"{Path}: {message}", remedy);

    /// <summary>Reports a finding about all of it.</summary>
    public void Add(DiagnosticCode code, string message, string remedy) => Add(code, 0, Text.Length, message, remedy);
}
