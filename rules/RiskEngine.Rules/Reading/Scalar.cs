using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads single values and reports those that do not fit.</summary>
internal static class Scalar
{
    /// <summary>The node as a scalar with something in it.</summary>
    public static YamlScalar? Of(YamlNode node, string path, Shape shape, FileReport report)
    {
        if (node is YamlScalar { IsNull: false } scalar) return scalar;
        report.Add(DiagnosticCodes.WrongShape, node.Span, $"{path} is {node.Describe()}", $"expected {shape.Wants}");
        return null;
    }

    /// <summary>Whether a text keeps to the length of its shape.</summary>
    public static bool Fits(YamlScalar scalar, string path, Shape shape, FileReport report)
    {
        var most = shape switch
        {
            TextShape text => text.Most,
            AnyShape { Choices: [TextShape first, ..] } => first.Most,
            ExpressionShape => ExpressionShape.Most,
            _ => 10_000,
        };
        if (scalar.Value.Trim().Length == 0)
        {
            report.Add(DiagnosticCodes.WrongShape, scalar.Span, $"{path} is an empty text", $"write {shape.Wants}, or delete the key");
            return false;
        }

        if (scalar.Value.Length <= most) return true;
        report.Add(DiagnosticCodes.TooLong, scalar.Span, $"{path} has {scalar.Value.Length} characters", $"write at most {most}");
        return false;
    }

    public static TimeSpan? Duration(YamlScalar scalar, string path, Shape shape, FileReport report)
    {
        var text = scalar.Value;
        if (!Durations.TryParse(text, out var duration))
        {
            var negative = text.TrimStart().StartsWith('-') && Durations.TryParse(text.TrimStart().AsSpan(1), out _);
            var remedy = negative ? "write a duration above zero" : $"write e.g. '{Durations.Guess(text) ?? "5m"}'";
            report.Add(DiagnosticCodes.Duration, scalar.Span, $"{path} {Quote.Of(text)} is not a duration", remedy);
            return null;
        }

        if (shape is not DurationShape bounds || (duration >= bounds.Least && duration <= bounds.Most)) return duration;
        report.Add(DiagnosticCodes.DurationRange, scalar.Span, $"{path} {Quote.Of(text)} is outside its bounds",
            $"write a duration from {Durations.Write(bounds.Least)} to {Durations.Write(bounds.Most)}");
        return null;
    }

    public static double? Number(YamlScalar scalar, string path, Shape shape, FileReport report)
    {
        var bounds = shape as NumberShape ?? new NumberShape(double.MinValue, double.MaxValue);
        if (!Numbers.TryParse(scalar.Value, out var number) || (bounds.Whole && number != Math.Floor(number)))
        {
            report.Add(DiagnosticCodes.Number, scalar.Span, $"{path} {Quote.Of(scalar.Value)} is not {bounds.Wants}", $"write {bounds.Wants}, e.g. 5");
            return null;
        }

        if (number >= bounds.Least && number <= bounds.Most) return number;
        report.Add(DiagnosticCodes.Number, scalar.Span, $"{path} {Quote.Of(scalar.Value)} is outside its bounds",
            bounds.Most < double.MaxValue ? $"write a number from {Numbers.Write(bounds.Least)} to {Numbers.Write(bounds.Most)}" : $"write {Numbers.Write(bounds.Least)} or more");
        return null;
    }

    public static string? Word(YamlScalar scalar, string path, IEnumerable<string> words, FileReport report)
    {
        var all = words as IReadOnlyList<string> ?? [.. words];
        if (all.Contains(scalar.Value)) return scalar.Value;
        report.Add(DiagnosticCodes.UnknownWord, scalar.Span, $"{path} {Quote.Of(scalar.Value)} is not one of {Quote.List(all)}",
            Spelling.Nearest(scalar.Value, all) is { } near ? $"did you mean '{near}'?" : "write one of them");
        return null;
    }
}
