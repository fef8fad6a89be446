using System.Text;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Editing;

/// <summary>What an author wants to know about a key, as Markdown.</summary>
internal static class KeyHelp
{
    public static string Of(KeySpec key)
    {
        var text = new StringBuilder().Append("**").Append(key.Name).Append("**").Append(key.Required ? " (required)" : "").Append(": ").Append(key.Description);
        foreach (var words in Words(key.Shape))
        {
            text.Append("\n\n");
            foreach (var (word, meaning) in words.Words) text.Append("- `").Append(word).Append("`: ").Append(meaning).Append('\n');
        }

        text.Append("\n\nExpects ").Append(key.Shape.Wants).Append('.');
        if (key.Default is { } value) text.Append(" Left out: `").Append(value).Append("`.");
        if (key.Examples.Count > 0)
        {
            text.Append("\n\n```yaml\n");
            foreach (var example in key.Examples) text.Append(key.Name).Append(": ").Append(example).Append('\n');
            text.Append("```");
        }

        return text.ToString();
    }

    private static IEnumerable<WordShape> Words(Shape shape) => shape switch
    {
        WordShape words => [words],
        AnyShape any => any.Choices.SelectMany(Words),
        _ => [],
    };
}
