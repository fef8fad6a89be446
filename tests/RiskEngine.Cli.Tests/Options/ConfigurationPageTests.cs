using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using RiskEngine.Cli.Commands;
using RiskEngine.Cli.Tests.Secrets;
using RiskEngine.Core.Time;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Cli.Tests.Options;

/// <summary>The table in docs/configuration.md is that of the options. RISKENGINE_REWRITE_GOLDEN=1 writes it anew.</summary>
public sealed partial class ConfigurationPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "configuration.md");

    [Fact]
    public void The_table_is_that_of_the_options()
    {
        var page = File.ReadAllText(Page);
        var found = Assert.Single(Table().Matches(page));
        if (Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1")
        {
            File.WriteAllText(Page, page[..found.Index] + OptionsCommand.Table() + page[(found.Index + found.Length)..]);
            return;
        }

        Assert.Equal(OptionsCommand.Table(), found.Value);
    }

    [Fact]
    public void The_options_are_all_that_is_read()
    {
        var noted = EngineOptions.All().Select(entry => entry.Key)
            .Where(key => !key.EndsWith(":*", StringComparison.Ordinal) && !key.EndsWith(":KIND", StringComparison.Ordinal));

        Assert.Equal(OptionKeys.All.Order(StringComparer.Ordinal), noted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_flag_of_run_sets_an_option() =>
        Assert.Empty(RunCommand.Flags.Select(flag => flag.Key).Except(EngineOptions.All().Select(entry => entry.Key)));

    [Theory]
    [MemberData(nameof(Bounded))]
    public void Bounds_are_those_that_are_checked(string key, string[] taken, string[] refused)
    {
        Assert.All(taken, value => Assert.DoesNotContain(FaultsOf(key, value), fault => fault.StartsWith($"RiskEngine:{key} is '", StringComparison.OrdinalIgnoreCase)));
        Assert.All(refused, value => Assert.Contains(FaultsOf(key, value), fault => fault.StartsWith($"RiskEngine:{key} is '{value}'", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void A_default_is_what_holds_where_nothing_is_given()
    {
        var without = Read([]);
        var given = EngineOptions.All().Where(entry => entry.Default is ['`', .., '`'] && entry.Type is not "text").Select(entry =>
            KeyValuePair.Create($"RiskEngine:{entry.Key}", entry.Default?.Trim('`')));

        Assert.Equivalent(without, Read(given), strict: true);
    }

    public static TheoryData<string, string[], string[]> Bounded()
    {
        var data = new TheoryData<string, string[], string[]>();
        foreach (var entry in EngineOptions.All())
        {
            if (Range().Match(entry.Bounds ?? "") is not { Success: true } bounds || entry.Type is "text") continue;
            var (least, most, unit) = (long.Parse(bounds.Groups["least"].Value), bounds.Groups["most"].Value, bounds.Groups["unit"].Value);
            List<string> taken = [$"{least}{unit}"], refused = [$"{least - 1}{unit}"];
            if (unit.Length > 0) refused = [least == 0 ? "-00:00:01" : Duration.Write(TimeSpan.FromTicks(SpanOf(taken[0]).Ticks - TimeSpan.TicksPerMillisecond))];
            if (most.Length > 0)
            {
                var end = bounds.Groups["unitOfMost"].Value;
                taken.Add(most + end);
                refused.Add(end.Length == 0 ? $"{long.Parse(most) + 1}" : Duration.Write(SpanOf(most + end) + TimeSpan.FromMilliseconds(1)));
            }

            data.Add(entry.Key, [.. taken], [.. refused]);
        }

        return data;
    }

    private static TimeSpan SpanOf(string text) => Duration.TryParse(text, out var value) ? value : throw new FormatException(text);

    private static IReadOnlyList<string> FaultsOf(string key, string value)
    {
        try
        {
            Read([KeyValuePair.Create<string, string?>($"RiskEngine:{key}", value)]);
            return [];
        }
        catch (OptionsException fault)
        {
            return fault.Faults;
        }
    }

    private static EngineOptions Read(IEnumerable<KeyValuePair<string, string?>> settings) => EngineOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Prepend(KeyValuePair.Create<string, string?>("RiskEngine:Kafka:BootstrapServers", "h:1"))).Build());

    [GeneratedRegex(@"^\| key \|.*\n(\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^(at least )?(?<least>\d+)(?<unit>[a-z]*)( to (?<most>\d+)(?<unitOfMost>[a-z]*))?$")]
    private static partial Regex Range();
}
