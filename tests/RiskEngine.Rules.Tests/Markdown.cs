namespace RiskEngine.Rules.Tests;

/// <summary>Cuts the fenced blocks out of a page.</summary>
internal static class Markdown
{
    public sealed record Block(string Language, string Text, int Line, string Heading);

    public static IReadOnlyList<Block> Blocks(string page)
    {
        var blocks = new List<Block>();
        var lines = page.Split('\n');
        var heading = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('#')) heading = lines[i].TrimStart('#', ' ');
            if (!lines[i].StartsWith("```", StringComparison.Ordinal)) continue;
            var start = i + 1;
            var end = Array.IndexOf(lines, "```", start);
            blocks.Add(new Block(lines[i][3..], string.Join('\n', lines[start..end]), start + 1, heading));
            i = end;
        }

        return blocks;
    }
}
