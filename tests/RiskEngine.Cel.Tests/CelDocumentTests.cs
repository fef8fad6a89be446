using Xunit;

namespace RiskEngine.Cel.Tests;

public class CelDocumentTests
{
    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            foreach (var line in File.ReadLines(Path.Combine(Root(), "docs", "cel.md")))
            {
                var arrow = line.LastIndexOf(" => ", StringComparison.Ordinal);
                if (arrow > 0)
                    examples.Add(line[..arrow].Trim(), line[(arrow + 4)..].Trim());
            }
            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_gives_what_the_page_says(string expression, string expected) =>
        Assert.Equal(expected, Dynamic.Evaluate(expression).ToString());

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RiskEngine.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("the repository's root is not above the tests");
    }
}
