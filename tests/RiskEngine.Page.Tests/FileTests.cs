using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RiskEngine.Page.Tests;

/// <summary>The files of the page: light, ours or named as somebody else's, free of anything from elsewhere, and whole in both languages.</summary>
public sealed partial class FileTests
{
    private const int MostBytes = 150_000;
    private const int MostLines = 300;
    private const int LongestLine = 180;

    private static readonly string[] Languages = ["en", "zh"];

    [Fact]
    public void All_of_it_is_less_than_150_kB_over_the_wire() => Assert.InRange(Files("*").Where(IsServed).Sum(Compressed), 50_000, MostBytes);

    [Fact]
    public void Both_languages_have_the_same_keys_in_the_same_order_and_the_same_holes()
    {
        var (english, chinese) = (Texts("en"), Texts("zh"));
        Assert.Equal(english.Keys, chinese.Keys);
        Assert.All(english, text => Assert.Equal(Holes(text.Value).Order(), Holes(chinese[text.Key]).Order()));
        Assert.All(Languages, language => Assert.DoesNotContain(Texts(language), text => string.IsNullOrWhiteSpace(text.Value)));
    }

    [Fact]
    public void No_text_is_unused()
    {
        var code = Code();
        var literal = Literal().Matches(code).Select(match => match.Groups["key"].Value).ToHashSet();
        var patterns = Template().Matches(code)
            .Select(match => new Regex("^" + Regex.Replace(Regex.Escape(match.Groups["key"].Value), @"\\\$\\\{.*?}", "[a-z_A-Z0-9]+") + "$"))
            .ToList();
        Assert.DoesNotContain(Texts("en").Keys, key => !literal.Contains(key) && !literal.Contains(Counted().Replace(key, "")) && !patterns.Any(pattern => pattern.IsMatch(key)));
    }

    [Fact]
    public void No_text_is_missing()
    {
        var keys = Texts("en").Keys.ToHashSet();
        Assert.DoesNotContain(Asked().Matches(Code()).Select(match => match.Groups["key"].Value), key => !keys.Contains(key));
        Assert.DoesNotContain(
            AskedCounted().Matches(Code()).Select(match => match.Groups["key"].Value).SelectMany(key => (string[])[$"{key}.one", $"{key}.other"]), key => !keys.Contains(key));
    }

    [Fact]
    public void Nothing_comes_from_elsewhere_and_nothing_is_inline()
    {
        Assert.DoesNotContain(Own(), file => Elsewhere().IsMatch(Namespaces().Replace(File.ReadAllText(file), "")));
        var index = File.ReadAllText(Path.Combine(StubEngine.PageFolder, "index.html"));
        Assert.DoesNotMatch(@"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", index);
    }

    [Fact]
    public void Every_library_is_named_with_its_licence()
    {
        var note = File.ReadAllText(Path.Combine(StubEngine.PageFolder, "vendor", "THIRD-PARTY.txt"));
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(StubEngine.PageFolder, "vendor")))
        {
            Assert.True(new FileInfo(Path.Combine(folder, "LICENSE.txt")).Length > 500, folder);
            Assert.Contains($"| {Path.GetFileName(folder)} |", note, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_are_short_and_lines_fit_on_a_screen()
    {
        Assert.DoesNotContain(Own(), file => !file.EndsWith(".json", StringComparison.Ordinal) && File.ReadAllLines(file).Length > MostLines);
        Assert.Empty(Own().SelectMany(file => File.ReadAllLines(file).Select((line, i) => (file, i, line))).Where(one => one.line.Length > LongestLine)
            .Select(one => $"{Path.GetFileName(one.file)}:{one.i + 1} has {one.line.Length} characters"));
    }

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(StubEngine.PageFolder, pattern, SearchOption.AllDirectories);

    private static IEnumerable<string> Own() => Files("*").Where(file => !file.Contains("/vendor/", StringComparison.Ordinal) && !file.EndsWith(".svg", StringComparison.Ordinal));

    /// <summary>What a visitor's browser loads: one language, no licence.</summary>
    private static bool IsServed(string file) => !file.EndsWith(".txt", StringComparison.Ordinal);

    private static string Code() => string.Concat(Own().Where(file => file.EndsWith(".js", StringComparison.Ordinal)).Select(File.ReadAllText));

    private static Dictionary<string, string> Texts(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(StubEngine.PageFolder, "text", $"{language}.json")))!;

    private static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(match => match.Value);

    private static long Compressed(string file)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(File.ReadAllBytes(file));
        return memory.Length;
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\.(one|other)$")]
    private static partial Regex Counted();

    [GeneratedRegex(@"'(?<key>[a-z]+\.[\w.]+)'")]
    private static partial Regex Literal();

    [GeneratedRegex(@"`(?<key>[a-z]+\.(?:[a-z.]|\$\{(?:[^{}`]|\{[^}]*\})*\})+)`")]
    private static partial Regex Template();

    [GeneratedRegex(@"\bt\('(?<key>[a-z]+\.[\w.]+)'")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\btn\('(?<key>[a-z]+\.[\w.]+)'")]
    private static partial Regex AskedCounted();

    [GeneratedRegex(@"(https?:)?//[a-z0-9.-]+\.[a-z]{2,}", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"http://www\.w3\.org/[\w/]+")]
    private static partial Regex Namespaces();
}
