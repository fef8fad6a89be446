using System.Diagnostics;
using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace RiskEngine.LanguageServer.Tests;

/// <summary>How long an author waits for what is wrong after an edit, through the whole protocol.</summary>
public sealed class LatencyTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Wanted = TimeSpan.FromMilliseconds(100);

    /// <summary>A busy machine can hold up any one edit; a check that is slow by itself is slow for all of them.</summary>
    [Fact]
    public async Task An_edit_in_a_folder_of_200_rules_is_answered_within_100_ms()
    {
        using var folder = new RuleFolder();
        for (var i = 0; i < 200; i++)
        {
            folder.Write($"rules/r{i}.yaml", RuleFolder.Good.Replace("gas-high", $"gas-high-{i}", StringComparison.Ordinal).Replace(
                ">= 10", string.Create(CultureInfo.InvariantCulture, $">= {10 + (i * 0.01)}"), StringComparison.Ordinal));
        }

        var path = folder.PathOf("rules/r7.yaml");
        var text = File.ReadAllText(path);
        await using var editor = await Editor.OpenAsync(folder.Root);
        await editor.ShowAsync(path, text);
        await editor.FoundAsync(path);
        var took = new List<TimeSpan>();
        for (var i = 0; i < 40; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await (i % 2 == 0 ? editor.TypeAsync(path, 3, 4, 10, "sourc") : editor.TypeAsync(path, 3, 4, 9, "source"));
            var found = await editor.FoundAsync(path);
            took.Add(Stopwatch.GetElapsedTime(started));
            Assert.Equal(i % 2 == 0 ? 1 : 0, found.Count);
        }

        took.Sort();
        output.WriteLine($"milliseconds: least {took[0].TotalMilliseconds:0.0}, median {took[20].TotalMilliseconds:0.0}, most {took[^1].TotalMilliseconds:0.0}");
        Assert.True(took[10] < Wanted, $"a quarter of the edits took no less than {took[10]}");
    }
}
