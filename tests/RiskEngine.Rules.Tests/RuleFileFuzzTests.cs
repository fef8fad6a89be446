using System.Diagnostics;
using System.Text;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Tests;
using RiskEngine.Workbench.RuleTests;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Good and broken rule files, cut, mixed and disturbed: never an exception, never a hang, always a place and a remedy.</summary>
/// <remarks>RISKENGINE_TEST_EFFORT and RISKENGINE_FUZZ_SEED make a longer or another run.</remarks>
public sealed class RuleFileFuzzTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly string[] Splinters =
    [
        "\t", "\n", "  ", ": ", "- ", "[", "]", "{", "}", "\"", "'", "&a ", "*a", "!x ", "|\n", ">-\n", "? ", "# ", "---\n", "...\n", "%YAML 1.1\n", "<<: ", "@", "`",
        "\u0000", "\uFEFF", "\u2028", "\uD83D\uDE00", "燃气", "-1", "NaN", "1e999", ".inf", "0x10", "99999999999999999999", "5m", "-5m", "1000000d", "value", "measure",
        "count()", "avg(", "))", "&&", "||", ">= ", "== ", "{{", "}}", "{{ measure }}", "every 10s",
        "x10", "gap ", "noise 1e300", "{n}", "null", "~", "true", "on:", "detect:", "type: metric",
        "(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ];

    [Fact]
    public void Mutated_files_give_rules_or_diagnostics()
    {
        var count = Effort.Of(8_000);
        var random = new Random(Setting("RISKENGINE_FUZZ_SEED", 20261121));
        var seeds = Seeds();
        var loader = new RuleLoader();
        for (var i = 0; i < count; i++)
        {
            var bytes = Mutate(seeds, random);
            RuleLoadResult? result = null;
            var watch = Stopwatch.StartNew();
            var failure = Record.Exception(() => result = loader.LoadBytes("fuzz.yaml", bytes));
            Assert.True(failure is null, $"case {i}: {failure}\n{Encoding.UTF8.GetString(bytes)}");
            Assert.True(watch.Elapsed < Longest || Fastest(loader, bytes) < Longest, $"case {i} took {watch.Elapsed}\n{Encoding.UTF8.GetString(bytes)}");
            Check(result!, bytes, i);
            var crash = Record.Exception(() => RunTests(result!));
            Assert.True(crash is null, $"case {i}: {crash}\n{Encoding.UTF8.GetString(bytes)}");
        }
    }

    /// <summary>A busy machine can hold up any one attempt; a file that is slow by itself is slow in all of them.</summary>
    private static TimeSpan Fastest(RuleLoader loader, byte[] bytes) => Enumerable.Range(0, 5).Select(_ =>
    {
        var watch = Stopwatch.StartNew();
        loader.LoadBytes("fuzz.yaml", bytes);
        return watch.Elapsed;
    }).Min();

    private static void Check(RuleLoadResult result, byte[] bytes, int number)
    {
        foreach (var found in result.Diagnostics)
        {
            var sound = found.Line >= 1 && found.Column >= 1 && found.Length >= 1 && found.Message.Length > 0 && found.Remedy.Length > 0
                && !found.Message.Contains("Exception", StringComparison.Ordinal);
            Assert.True(sound, $"case {number}: {found}\n{Encoding.UTF8.GetString(bytes)}");
            DiagnosticText.Render(found);
        }

        Assert.True(result.HasErrors || result.Rules.Count == 1, $"case {number}: neither a rule nor an error\n{Encoding.UTF8.GetString(bytes)}");
    }

    /// <summary>What loads also runs; long tests are only expanded.</summary>
    private static void RunTests(RuleLoadResult result)
    {
        foreach (var document in result.Documents)
        {
            foreach (var test in document.Tests)
            {
                if (test.Series.Sum(series => series.Values.Count) < 30 && test.End - test.Start < TimeSpan.FromDays(1)) RuleTestRunner.Run(document.Rule, test);
                else test.Series.SelectMany(series => series.Expand()).Take(1000).LastOrDefault();
            }
        }
    }

    private static byte[] Mutate(IReadOnlyList<byte[]> seeds, Random random)
    {
        var text = new List<byte>(seeds[random.Next(seeds.Count)]);
        for (var change = random.Next(1, 5); change > 0 && text.Count > 0; change--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(7))
            {
                case 0: text[at] = (byte)random.Next(256); break;
                case 1: text.RemoveRange(at, Math.Min(text.Count - at, random.Next(1, 12))); break;
                case 2: text.InsertRange(at, Encoding.UTF8.GetBytes(Splinters[random.Next(Splinters.Length)])); break;
                case 3: text.InsertRange(at, text.GetRange(at, Math.Min(text.Count - at, random.Next(1, 60)))); break;
                case 4: SwapLines(text, random); break;
                case 5: text.RemoveRange(at, text.Count - at); break;
                case 6: Cross(text, seeds[random.Next(seeds.Count)], random); break;
            }
        }

        return [.. text];
    }

    private static void SwapLines(List<byte> text, Random random)
    {
        var lines = Encoding.Latin1.GetString([.. text]).Split('\n');
        var (a, b) = (random.Next(lines.Length), random.Next(lines.Length));
        (lines[a], lines[b]) = (lines[b], lines[a]);
        text.Clear();
        text.AddRange(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
    }

    private static void Cross(List<byte> text, byte[] other, Random random)
    {
        var at = random.Next(text.Count);
        var from = random.Next(other.Length);
        text.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, random.Next(1, 200))).ToArray());
    }

    private static List<byte[]> Seeds() =>
    [
        .. new[] { Path.Combine("tests", "golden", "bad-rules"), Path.Combine("rules", "packs") }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.yaml", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)
            .Where(bytes => bytes.Length > 0),
    ];

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;
}
