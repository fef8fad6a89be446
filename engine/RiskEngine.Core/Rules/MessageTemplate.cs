namespace RiskEngine.Core.Rules;

/// <summary>A sentence for people with places to fill: <c>Gas at {{ source }} averages {{ measure }} %LEL</c>.</summary>
public sealed class MessageTemplate
{
    private readonly IReadOnlyList<Part> _parts;

    private MessageTemplate(string text, IReadOnlyList<Part> parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>The names that a template may use.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["rule", "title", "key", "source", "site", "place", "grade", "previous_grade", "measure", "threshold", "count", "duration", "unit", "state", "expected", "because"];

    /// <summary>The template as written.</summary>
    public string Text { get; }

    /// <summary>The names it uses.</summary>
    public IEnumerable<string> UsedNames => _parts.Where(part => part.IsName).Select(part => part.Text);

    /// <summary>Splits a template into text and names. A brace that is never closed is text.</summary>
    public static MessageTemplate Parse(string text)
    {
        var parts = new List<Part>();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0) break;
            if (open > at) parts.Add(new Part(text[at..open], false));
            parts.Add(new Part(text[(open + 2)..close].Trim(), true));
            at = close + 2;
        }

        if (at < text.Length) parts.Add(new Part(text[at..], false));
        return new MessageTemplate(text, parts);
    }

    /// <summary>Fills the places; a name that <paramref name="valueOf"/> does not know (null) stays visible.</summary>
    public string Render(Func<string, string?> valueOf) =>
        string.Concat(_parts.Select(part => part.IsName ? valueOf(part.Text) ?? $"{{{{ {part.Text} }}}}" : part.Text));

    private readonly record struct Part(string Text, bool IsName);
}
