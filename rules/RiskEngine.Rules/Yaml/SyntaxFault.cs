using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Yaml;

/// <summary>What broken YAML syntax means, told from the line it was noticed on: the parser's own words are for programmers.</summary>
/// <param name="At">Its place.</param>
/// <param name="Message">The fault.</param>
/// <param name="Remedy">What to write instead.</param>
/// <param name="Edits">The remedy carried out; none where it cannot be told for certain. They keep the lines of the text.</param>
internal sealed record SyntaxFault(SourceSpan At, string Message, string Remedy, params TextEdit[] Edits)
{
    /// <summary>What is wrong where the parser gave up; at least one fault.</summary>
    /// <param name="at">Where that was.</param>
    /// <param name="parserMessage">What the parser said.</param>
    /// <param name="source">The text.</param>
    /// <param name="keys">The keys that the text may have.</param>
    public static IReadOnlyList<SyntaxFault> Explain(SourceSpan at, string parserMessage, SourceText source, KeyTable keys)
    {
        if (ForeignSigns.Find(source) is { Count: > 0 } foreign) return foreign;
        if (Indentation.FindTabs(at.Line, source) is { Count: > 0 } tabs) return tabs;
        var line = source.Line(at.Line);
        if (UnquotedValue.Find(at, line) is { Count: > 0 } unquoted) return unquoted;
        return [LineStructure.Find(at, source, keys) ?? Indentation.Find(at, source) ?? Guess(at, parserMessage, line)];
    }

    private static SyntaxFault Guess(SourceSpan at, string parserMessage, string line)
    {
        if (LineStructure.HasOpenQuote(line) || Says(parserMessage, "unexpected end of stream") || Says(parserMessage, "quoted scalar"))
            return new SyntaxFault(at, "a quote or bracket that is opened is not closed", "close it, on the same line where possible");
        if (Says(parserMessage, "flow"))
            return new SyntaxFault(at, "a list [a, b] or map {a: 1, b: 2} is not closed or lacks a comma", "check brackets, braces and commas up to here");
        if (Says(parserMessage, "expected ':'") || Says(parserMessage, "simple key"))
            return new SyntaxFault(at, "this line is neither 'key: value' nor '- item'", "write a colon and a blank between key and value");
        return new SyntaxFault(at, "the indentation or the punctuation breaks the structure here", "indent keys of one map alike; write 'key: value' with a blank after the colon");
    }

    private static bool Says(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
