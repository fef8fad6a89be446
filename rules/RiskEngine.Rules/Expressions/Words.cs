using System.Text;

namespace RiskEngine.Rules.Expressions;

/// <summary>Small cuts through expressions that respect quotes and brackets.</summary>
internal static class Words
{
    /// <summary>The text with runs of blanks outside quotes made one blank, and none at the ends.</summary>
    public static string Normalise(string text)
    {
        var normal = new StringBuilder(text.Length);
        var quote = '\0';
        foreach (var c in text)
        {
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'') quote = c;
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (normal.Length > 0 && normal[^1] != ' ') normal.Append(' ');
            }
            else
            {
                normal.Append(c);
            }
        }

        return normal.ToString().TrimEnd();
    }

    /// <summary>The characters outside quotes, with the number of brackets that are open after each.</summary>
    public static IEnumerable<(int At, int Depth)> Outside(string text, int start, int end)
    {
        var depth = 0;
        var quote = '\0';
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                if (c == '\\') i++;
                else if (c == quote) quote = '\0';
                continue;
            }

            if (c is '"' or '\'') quote = c;
            if (c is '(' or '[' or '{') depth++;
            if (c is ')' or ']' or '}') depth--;
            yield return (i, depth);
        }
    }
}
