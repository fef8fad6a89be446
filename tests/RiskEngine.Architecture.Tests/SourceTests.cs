using System.Text.RegularExpressions;

namespace RiskEngine.Architecture.Tests;

/// <summary>The shape of the source files: where things are and how they are called.</summary>
public sealed partial class SourceTests
{
    private const int MostLines = 300;

    /// <summary>Files that are longer, each with its reason.</summary>
    private static readonly Dictionary<string, string> Longer = [];

    private const int LongestLine = 180;

    [Fact]
    public void Sources_are_found() => Assert.True(Sources.All.Count > 100);

    [Fact]
    public void A_file_declares_one_public_type_and_is_named_after_it() => Assert.Empty(
        from file in Sources.All
        let types = file.Value.Select(line => PublicType().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value).Distinct().ToList()
        let name = Path.GetFileName(file.Key).Split('.')[0]
        where types.Count > 1 || (types.Count == 1 && types[0] != name)
        select $"{file.Key}: {string.Join(", ", types)}");

    [Fact]
    public void No_two_types_have_one_name() => Assert.Empty(
        from file in Sources.All
        from line in file.Value
        let match = OwnType().Match(line)
        where match.Success
        group Path.GetDirectoryName(file.Key) by match.Groups["name"].Value into type
        where type.Distinct().Count() > 1
        select $"{type.Key}: {string.Join(", ", type.Distinct())}");

    [Fact]
    public void A_namespace_is_the_project_and_the_folders() => Assert.Empty(
        from file in Sources.All
        let space = file.Value.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
        where space is not null && space != $"namespace {NamespaceOf(file.Key)};"
        select $"{file.Key}: {space}");

    [Fact]
    public void Every_file_but_the_entry_point_has_a_namespace() => Assert.Empty(
        from file in Sources.All
        where !file.Key.EndsWith("/Program.cs", StringComparison.Ordinal)
            && !file.Value.Any(line => line.StartsWith("namespace ", StringComparison.Ordinal))
            && !file.Value.All(line => line.Length == 0 || line.StartsWith("[assembly", StringComparison.Ordinal)
                || line.StartsWith("global using", StringComparison.Ordinal) || line.StartsWith("using", StringComparison.Ordinal))
        select file.Key);

    [Fact]
    public void Files_stay_short() => Assert.Equal(
        Longer.Keys.Order(),
        Sources.Everything.Where(file => file.Value.Length > MostLines).Select(file => file.Key).Order());

    [Fact]
    public void Lines_fit_on_a_screen() => Assert.Empty(
        from file in Sources.Everything
        from line in file.Value.Index()
        where line.Item.Length > LongestLine
        select $"{file.Key}:{line.Index + 1}: {line.Item.Length} characters");

    /// <summary>Where there is no redis-server they are skipped, and say so.</summary>
    [Fact]
    public void Tests_that_start_a_real_Redis_say_that_they_need_one()
    {
        var starts = (from file in Sources.Tests
                      where file.Key.StartsWith("tests/RiskEngine.Cli.Tests/", StringComparison.Ordinal) && file.Key.EndsWith("Tests.cs", StringComparison.Ordinal)
                      from line in file.Value.Index()
                      where RealRedisUse().IsMatch(line.Item) && !line.Item.Contains("WhySkipped", StringComparison.Ordinal)
                      let mark = file.Value.Take(line.Index).Last(above => TestMark().IsMatch(above))
                      select (Place: $"{file.Key}:{line.Index + 1}", Mark: mark)).ToList();
        Assert.NotEmpty(starts);
        Assert.Empty(starts.Where(start => !NeedsRedis().IsMatch(start.Mark)).Select(start => start.Place));
    }

    [Fact]
    public void Regions_are_not_used() => Assert.Empty(
        from file in Sources.All
        from line in file.Value
        where line.TrimStart().StartsWith("#region", StringComparison.Ordinal)
        select file.Key);

    [Fact]
    public void Names_say_the_role() => Assert.Empty(
        from file in Sources.All
        from line in file.Value
        let match = AnyType().Match(line)
        where match.Success && Vague().IsMatch(match.Groups["name"].Value)
        select $"{file.Key}: {match.Groups["name"].Value}");

    [Fact]
    public void A_benchmark_that_a_comment_names_is_there()
    {
        var named = (from file in Sources.All
                     from line in file.Value
                     from Match match in Benchmark().Matches(line)
                     select match.Groups["name"].Value).ToHashSet();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(File.Exists(Path.Combine(Sources.Root, "bench", "RiskEngine.Benchmarks", name + ".cs")), name));
    }

    private static string NamespaceOf(string path)
    {
        var folders = path.Split('/')[1..^1];
        return string.Join('.', folders);
    }

    [GeneratedRegex(@"RealRedis\.StartAsync\(|fixture\.Redis\b")]
    private static partial Regex RealRedisUse();

    [GeneratedRegex(@"^    \[\w*(Fact|Theory)\b")]
    private static partial Regex TestMark();

    [GeneratedRegex(@"\[Integration(Fact|Theory)\]|NeedsRedis = true")]
    private static partial Regex NeedsRedis();

    [GeneratedRegex(@"^public (static |sealed |abstract |readonly |partial |ref )*(record struct|record|struct|class|interface|enum|delegate \S+) (?<name>\w+)")]
    private static partial Regex PublicType();

    /// <summary>Types that every file of the project can name: neither nested nor local to a file.</summary>
    [GeneratedRegex(@"^(public |internal |static |sealed |abstract |readonly |partial |ref |unsafe )*(record struct|record|struct|class|interface|enum|delegate \S+) (?<name>\w+)")]
    private static partial Regex OwnType();

    [GeneratedRegex(@"^\s*(public |internal |private |file |static |sealed |abstract |readonly |partial |ref )*(record struct|record|struct|class|interface|enum) (?<name>\w+)")]
    private static partial Regex AnyType();

    [GeneratedRegex(@"Benchmark: (?<name>\w+)")]
    private static partial Regex Benchmark();

    [GeneratedRegex("(Helper|Helpers|Manager|Util|Utils|Utilities|Processor|Common)$")]
    private static partial Regex Vague();
}
