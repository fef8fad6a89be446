using System.Text.RegularExpressions;

namespace RiskEngine.Cli.Tests.Docs;

/// <summary>The commands in README, CONTRIBUTING and all pages below docs: those in blocks, and those that a sentence mentions.</summary>
internal static partial class ShownCommands
{
    private static readonly string[] Programs = ["./riskengine", "riskengine", "dotnet"];

    public static IReadOnlyList<ShownCommand> All { get; } = [.. Pages().SelectMany(page => Of(page, File.ReadAllText(Path.Combine(Root, page))))];

    private static string Root => FindRoot();

    /// <summary>The commands of a page.</summary>
    public static IEnumerable<ShownCommand> Of(string page, string text)
    {
        var lines = text.Replace("\\\n", "  ", StringComparison.Ordinal).Split('\n');
        var isCode = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
                continue;
            }

            var found = isCode ? Commands(lines[i].StartsWith("$ ", StringComparison.Ordinal) ? lines[i][2..] : lines[i]) : Mentions(lines[i]);
            foreach (var words in found)
            {
                yield return new ShownCommand(page, i + 1, words, isCode && !words.Any(IsSynopsis));
            }
        }
    }

    private static IEnumerable<string> Pages() => new[] { "README.md", "CONTRIBUTING.md" }
        .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path)))
        .Order(StringComparer.Ordinal);

    private static bool IsSynopsis(string word) => word.Contains('|') || word.StartsWith('[') || word.EndsWith("...", StringComparison.Ordinal) || word == "…";

    private static IEnumerable<IReadOnlyList<string>> Mentions(string line) =>
        InlineCode().Matches(line).SelectMany(match => Commands(match.Groups["text"].Value)).Where(words => words.Count > 1);

    /// <summary>The simple commands of a line that run one of the programs, behind variables that are set for it.</summary>
    private static IEnumerable<IReadOnlyList<string>> Commands(string line)
    {
        var words = new List<string>();
        foreach (Match token in Token().Matches(line))
        {
            if (token.Groups["comment"].Success) break;
            if (token.Groups["end"].Success)
            {
                if (Ours(words) is { } one) yield return one;
                words = [];
            }
            else
            {
                words.Add(Quote().Replace(token.Value, match => match.Groups["text"].Value));
            }
        }

        if (Ours(words) is { } last) yield return last;
    }

    private static IReadOnlyList<string>? Ours(List<string> words)
    {
        var program = words.FindIndex(word => !Assignment().IsMatch(word));
        return program >= 0 && Programs.Contains(words[program]) ? words[program..] : null;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RiskEngine.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests run outside the repository");
    }

    [GeneratedRegex("(?<!`)`(?<text>[^`]+)`(?!`)")]
    private static partial Regex InlineCode();

    /// <summary>A comment; what ends a command; or a word with quotes and <c>$(…)</c> in it.</summary>
    [GeneratedRegex("""(?<comment>(?<=^|\s)\#)|(?<end>(?<=^|\s)(\|\|?|&&?|[<>]+)(?=\s|$)|;)|([^\s"';$]|"[^"]*"|'[^']*'|\$\([^)]*\)|\$)+""")]
    private static partial Regex Token();

    [GeneratedRegex("""(["'])(?<text>.*?)\1""")]
    private static partial Regex Quote();

    [GeneratedRegex(@"^[A-Z_][A-Z0-9_]*=")]
    private static partial Regex Assignment();
}
