using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Expressions;

/// <summary>An expression, or a part of one, with its place in the file.</summary>
/// <param name="Path">Dotted name of the key, for messages.</param>
/// <param name="Scalar">The value that holds it.</param>
/// <param name="Offset">Where in the value it starts.</param>
/// <param name="Text">The expression.</param>
/// <param name="Report">Takes what is wrong with it.</param>
/// <param name="Scores">Takes the scores that it asks for; null where it may ask for none.</param>
internal sealed record ExpressionText(string Path, YamlScalar Scalar, int Offset, string Text, FileReport Report, ScoreCalls? Scores)
{
    public ExpressionText(string path, YamlScalar scalar, FileReport report, ScoreCalls? scores = null)
        : this(path, scalar, 0, scalar.Value, report, scores)
    {
    }

    /// <summary>A part of it, without the blanks around.</summary>
    public ExpressionText Part(int start, int length)
    {
        var part = Text.AsSpan(start, length);
        var lead = part.Length - part.TrimStart().Length;
        return this with { Offset = Offset + start + lead, Text = part.Trim().ToString() };
    }

    /// <summary>The parts between signs that join them, without the blanks around.</summary>
    public IEnumerable<ExpressionText> Split(string sign)
    {
        var start = 0;
        foreach (var part in Text.Split(sign))
        {
            yield return Part(start, part.Length);
            start += part.Length + sign.Length;
        }
    }

    /// <summary>Reports a finding about some characters of the expression.</summary>
    public void Add(DiagnosticCode code, int at, int length, string message, string remedy, TextEdit[]? edits = null) =>
        Report.Add(code, ScalarPlace.Within(Report.Source, Scalar, Offset + at, length), $"{Path}: {message}", remedy, edits);

    /// <summary>Reports a finding about all of it.</summary>
    public void Add(DiagnosticCode code, string message, string remedy, TextEdit[]? edits = null) => Add(code, 0, Text.Length, message, remedy, edits);

    /// <summary>Reports that all of it is to be replaced by another text.</summary>
    public void AddInstead(DiagnosticCode code, string message, string remedy, string instead) => Add(code, message, remedy, Replace(0, Text.Length, instead));

    /// <summary>Some characters of the expression replaced; null where the place in the file cannot be told.</summary>
    public TextEdit[]? Replace(int at, int length, string text)
    {
        if (Scalar.Style == YamlScalarStyle.Plain && Scalar.Span.Length != Scalar.Value.Length) return null;
        var whole = string.Concat(Scalar.Value.AsSpan(0, Offset + at), text, Scalar.Value.AsSpan(Offset + at + length));
        if (Scalar.Style == YamlScalarStyle.Plain && YamlText.Written(whole) is var written && written != whole) return TextEdit.Replace(Scalar.Span, written);
        var place = ScalarPlace.Within(Report.Source, Scalar, Offset + at, Math.Max(1, length));
        return TextEdit.Replace(length == 0 ? place with { Length = 0 } : place, YamlText.Inside(text, Scalar.Style));
    }
}
