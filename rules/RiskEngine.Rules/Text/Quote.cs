using System.Text;

namespace RiskEngine.Rules.Text;

/// <summary>Shows an author's text inside a message: on one line, not too long, in single quotes.</summary>
internal static class Quote
{
    private const int Most = 60;

    public static string Of(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var c in text)
        {
            if (shown.Length > Most)
            {
                shown.Append('…');
                break;
            }

            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c);
        }

        return shown.Append('\'').ToString();
    }

    public static string List(IEnumerable<string> words) => string.Join(", ", words);
}
