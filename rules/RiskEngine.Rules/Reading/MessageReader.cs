using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>message</c> and finds places that nothing fills.</summary>
internal static class MessageReader
{
    public static readonly MessageTemplate Default = MessageTemplate.Parse(RuleKeys.Message.Default ?? "");

    public static MessageTemplate Read(MapReader rule)
    {
        if (rule.Text(RuleKeys.Message) is not { } text || rule.Scalar(RuleKeys.Message) is not { } scalar) return Default;
        var at = 0;
        while ((at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0)
        {
            var close = text.IndexOf("}}", at, StringComparison.Ordinal);
            if (close < 0)
            {
                Add(rule, scalar, at, 2, "'{{' is not closed", "write '{{ measure }}'");
                break;
            }

            Check(rule, scalar, text, at, close);
            at = close + 2;
        }

        return MessageTemplate.Parse(text);
    }

    /// <summary>Where a name stands in the message.</summary>
    public static SourceSpan PlaceOf(YamlScalar scalar, string name, FileReport report)
    {
        var open = scalar.Value.IndexOf("{{", StringComparison.Ordinal);
        var at = open < 0 ? -1 : scalar.Value.IndexOf(name, open, StringComparison.Ordinal);
        return at < 0 ? scalar.Span : ScalarPlace.Within(report.Source, scalar, at, name.Length);
    }

    private static void Check(MapReader rule, YamlScalar scalar, string text, int open, int close)
    {
        var inside = text[(open + 2)..close];
        var name = inside.Trim();
        if (MessageTemplate.Names.Contains(name)) return;
        var near = Spelling.Nearest(name, MessageTemplate.Names);
        Add(rule, scalar, open + 2 + Math.Max(0, inside.IndexOf(name, StringComparison.Ordinal)), name.Length, $"there is no {Quote.Of(name)} to name in a message",
            near is null ? $"names are {Quote.List(MessageTemplate.Names)}" : $"did you mean '{{{{ {near} }}}}'?");
    }

    private static void Add(MapReader rule, YamlScalar scalar, int at, int length, string message, string remedy) =>
        rule.Report.Add(DiagnosticCodes.Template, ScalarPlace.Within(rule.Report.Source, scalar, at, length), $"message: {message}", remedy);
}
