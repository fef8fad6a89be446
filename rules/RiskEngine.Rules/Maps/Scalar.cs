using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Maps;

/// <summary>Reads single values and reports those that do not fit.</summary>
internal static class Scalar
{
    /// <summary>The node as a scalar with something in it.</summary>
    public static YamlScalar? Of(YamlNode node, string path, Shape shape, FileReport report)
    {
        if (node is YamlScalar { IsNull: false } scalar) return scalar;
        report.Add(DiagnosticCodes.WrongShape, node.Span, $"{path} is {node.Describe()}", Joined(node, shape) is { } joined ? $"write {joined}" : $"expected {shape.Wants}");
        return null;
    }

    /// <summary>The condition that a list or a map of conditions over the event stands for: all of them.</summary>
    private static string? Joined(YamlNode node, Shape shape)
    {
        if (shape != Shapes.OverEvent) return null;
        var parts = node switch
        {
            YamlList list => list.Items.Select(item => (item as YamlScalar)?.Value),
            YamlMap map => map.Entries.Select(entry => entry.Value is YamlScalar value ? $"{FieldOf(entry.Key.Value)} == {LiteralOf(value)}" : null),
            _ => [null],
        };
        var all = parts.ToArray();
        return all.Length > 0 && all.All(part => part is not null) ? $"all of it on one line: {string.Join(" && ", all)}" : null;
    }

    /// <summary>What a key of such a map names in an expression: a field of the event, else an attribute.</summary>
    private static string FieldOf(string key) =>
        key is "value" or "source" or "site" or "kind" or "unit" || key.StartsWith("attributes.", StringComparison.Ordinal) ? key : "attributes." + key;

    /// <summary>The value as an expression has it: numbers and truth values as they are, the rest in quotes.</summary>
    private static string LiteralOf(YamlScalar value)
    {
        var isBare = value.Style == YamlScalarStyle.Plain && (Numbers.TryParse(value.Value, out _) || value.Value is "true" or "false");
        return isBare ? value.Value : $"\"{value.Value}\"";
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
            var isBare = Numbers.TryParse(text, out var bare) && bare > 0;
            var guess = isBare || negative ? null : Durations.Guess(WideSigns.Narrow(text).Replace(',', '.'));
            var remedy = negative ? "write a duration above zero" : isBare ? $"write {Durations.WithUnits(text)}"
                : guess is null ? "write numbers with units, the larger unit first, e.g. 5m or 1h30m" : $"write {guess}";
            report.Add(DiagnosticCodes.Duration, scalar.Span, $"{path} {Quote.Of(text)} {(isBare ? "has no unit" : "is not a duration")}", remedy,
                guess is null || scalar.Span.Length < scalar.Value.Length ? null : TextEdit.Replace(scalar.Span, guess));
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
            var pointed = scalar.Value.Replace(',', '.');
            var narrow = WideSigns.Narrow(scalar.Value);
            if (narrow != scalar.Value && Numbers.TryParse(narrow, out _))
            {
                report.Add(DiagnosticCodes.Number, scalar.Span, $"{path} {Quote.Of(scalar.Value)} is not {bounds.Wants}", $"write {narrow}",
                    scalar.Span.Length >= scalar.Value.Length ? TextEdit.Replace(scalar.Span, narrow) : null);
                return null;
            }

            var isComma = pointed != scalar.Value && Numbers.TryParse(pointed, out _) && !bounds.Whole && Numbers.Ambiguous(scalar.Value) is null;
            report.Add(DiagnosticCodes.Number, scalar.Span, $"{path} {Quote.Of(scalar.Value)} is not {bounds.Wants}",
                isComma ? $"write {pointed}, with a point" : $"write {bounds.Wants} in digits, e.g. 5",
                isComma && scalar.Span.Length >= scalar.Value.Length ? TextEdit.Replace(scalar.Span, pointed) : null);
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
        var near = Spelling.Nearest(scalar.Value, all);
        report.Add(DiagnosticCodes.UnknownWord, scalar.Span, $"{path} {Quote.Of(scalar.Value)} is not one of {Quote.List(all)}",
            near is not null ? $"did you mean '{near}'?" : "write one of them",
            near is not null && scalar.Span.Length >= scalar.Value.Length ? TextEdit.Replace(scalar.Span, near) : null);
        return null;
    }
}
