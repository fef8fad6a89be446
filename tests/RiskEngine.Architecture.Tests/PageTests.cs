using System.Text.RegularExpressions;

namespace RiskEngine.Architecture.Tests;

/// <summary>The pages for readers: short where that is promised, and true about the files that they name.</summary>
public sealed partial class PageTests
{
    private const int MostBytesOfReadme = 8192;

    [Fact]
    public void Readme_is_read_in_five_minutes() => Assert.InRange(new FileInfo(Path.Combine(Sources.Root, "README.md")).Length, 1, MostBytesOfReadme);

    [Fact]
    public void Links_between_pages_and_to_files_lead_somewhere() => Assert.Empty(
        from page in Pages()
        let folder = Path.GetDirectoryName(Path.Combine(Sources.Root, page)) ?? ""
        from Match link in Link().Matches(Text(page))
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !Leads(folder, page, target)
        select $"{page}: {target}");

    [Fact]
    public void The_walk_names_files_in_which_happens_what_it_says()
    {
        var page = Text("docs/architecture.md");
        var rows = Row().Matches(page).ToList();

        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(row => int.Parse(row.Groups["number"].Value)));
        Assert.Contains($"**The count**: {rows.Count} files", page, StringComparison.Ordinal);
        Assert.Equal(rows.Count, rows.Select(row => row.Groups["file"].Value).Distinct().Count());
        foreach (var row in rows)
        {
            var code = File.ReadAllText(Path.Combine(Sources.Root, "docs", row.Groups["file"].Value));
            var first = Name().Match(row.Groups["what"].Value).Groups["name"].Value;
            Assert.True(Regex.IsMatch(code, $@"\b{first}\b(<\w+>)?\("), $"{row.Groups["file"].Value} has no {first}");
        }
    }

    private static IEnumerable<string> Pages() => new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md" }.Concat(
        Directory.EnumerateFiles(Path.Combine(Sources.Root, "docs"), "*.md", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Sources.Root, path)));

    private static string Text(string page) => File.ReadAllText(Path.Combine(Sources.Root, page));

    /// <summary>Whether there is such a file, with such a heading where one is named.</summary>
    private static bool Leads(string folder, string page, string target)
    {
        var parts = target.Split('#');
        var path = parts[0].Length == 0 ? Path.Combine(Sources.Root, page) : Path.Combine(folder, parts[0]);
        if (!Path.Exists(path)) return false;
        return parts.Length == 1 || Heading().Matches(File.ReadAllText(path)).Any(heading => AnchorOf(heading.Groups["text"].Value.Trim()) == parts[1]);
    }

    /// <summary>As GitHub makes it: small letters, no signs, hyphens for blanks.</summary>
    private static string AnchorOf(string heading) =>
        Sign().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| (?<number>\d+) \| \[[^]]+\]\((?<file>[^)]+)\) \| (?<what>.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Sign();
}
