namespace RiskEngine.Core.Rules;

/// <summary>A sentence for people with places to fill: <c>Gas at {{ source }} averages {{ measure }} %LEL</c>.</summary>
public sealed class MessageTemplate
{
    private const string Unknown = "unknown";
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

    /// <summary>The names it uses, those inside expressions included.</summary>
    public IEnumerable<string> UsedNames => _parts.SelectMany(part => part.Names);

    /// <summary>Splits a template into text and places. A brace that is never closed is text.</summary>
    /// <param name="text">The template.</param>
    /// <param name="compile">Compiles a place that is more than a name; null where there are none.</param>
    public static MessageTemplate Parse(string text, Func<string, MessageExpression?>? compile = null)
    {
        var parts = new List<Part>();
        var at = 0;
        while (Place(text, at) is var (open, close))
        {
            if (open > at) parts.Add(new Part(text[at..open], false, null));
            var inside = text[(open + 2)..close].Trim();
            parts.Add(new Part(inside, true, Names.Contains(inside) ? null : compile?.Invoke(inside)));
            at = close + 2;
        }

        if (at < text.Length) parts.Add(new Part(text[at..], false, null));
        return new MessageTemplate(text, parts);
    }

    /// <summary>Finds the next place to fill: where its two opening braces are, and its closing ones. Braces in quotes close nothing.</summary>
    public static (int Open, int Close)? Place(string text, int from)
    {
        var open = text.IndexOf("{{", from, StringComparison.Ordinal);
        if (open < 0) return null;
        var quote = '\0';
        for (var i = open + 2; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                if (c == '\\') i++;
                else if (c == quote) quote = '\0';
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '}' && i + 1 < text.Length && text[i + 1] == '}')
            {
                // The last two of three braces close the place: the first ends a map.
                while (i + 2 < text.Length && text[i + 2] == '}') i++;
                return (open, i);
            }
        }

        return null;
    }

    /// <summary>Fills the places. What has no value is told as unknown; a name that nobody knows stays visible.</summary>
    public string Render(IMessageValues values) => string.Concat(_parts.Select(part => part.Fill(values)));

    private readonly record struct Part(string Text, bool IsPlace, MessageExpression? Expression)
    {
        public IEnumerable<string> Names => !IsPlace ? [] : Expression?.Names ?? [Text];

        public string Fill(IMessageValues values)
        {
            if (!IsPlace) return Text;
            return Expression is { } expression ? expression.Evaluate(values) ?? Unknown : values.Text(Text) ?? $"{{{{ {Text} }}}}";
        }
    }
}
