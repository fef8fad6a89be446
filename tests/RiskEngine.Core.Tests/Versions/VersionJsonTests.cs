using RiskEngine.Core.Time;
using RiskEngine.Core.Versions;

namespace RiskEngine.Core.Tests.Versions;

public sealed class VersionJsonTests
{
    private static readonly EventTime At = EventTime.From(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));

    private static readonly KeptVersion Rule = new(VersionKind.Rule, "gas-rising", "00ff")
    {
        At = At,
        With = "set/11",
        Text = "id: gas-rising # \"quoted\", 气体\n",
        Files = new Dictionary<string, string> { ["limits.csv"] = "source,warn\n" },
    };

    [Fact]
    public void A_version_is_read_as_it_was_written()
    {
        var read = VersionJson.ReadVersion(VersionJson.Write(Rule));
        Assert.NotNull(read);
        Assert.Equal("rule/gas-rising/00ff", read.Key);
        Assert.Equal((Rule.At, Rule.Text, Rule.With), (read.At, read.Text, read.With));
        Assert.Equal(Rule.Files, read.Files);
        Assert.Null(VersionJson.ReadChange(VersionJson.Write(Rule)));
    }

    [Theory]
    [InlineData("gas-rising", "0a", "0b")]
    [InlineData("gas-rising", null, "0b")]
    [InlineData("gas-rising", "0a", null)]
    public void A_change_is_read_as_it_was_written(string name, string? was, string? now)
    {
        var change = new VersionChange(VersionKind.Rule, name, was, now, At);
        Assert.Equal(change, VersionJson.ReadChange(VersionJson.Write(change, "1")));
        Assert.Null(VersionJson.ReadVersion(VersionJson.Write(change, "1")));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"action":"acknowledge","by":"wang","about":"incident"}""")]
    [InlineData("""{"action":"keep","by":"wang","kind":"rule","name":"gas","hash":"0a","text":"id: forged"}""")]
    public void What_people_asked_for_is_no_version(string text)
    {
        Assert.Null(VersionJson.ReadVersion(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Null(VersionJson.ReadChange(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void A_text_that_no_record_takes_is_left_out_and_a_smaller_one_kept()
    {
        Assert.Equal(Rule, Rule.Bounded());
        var large = Rule with { Text = new string('\n', KeptVersion.MostBytes / 2) };
        Assert.Null(large.Bounded().Text);
        Assert.Equal(large.Key, large.Bounded().Key);
        Assert.True(VersionJson.Write((Rule with { Text = new string('x', KeptVersion.MostBytes / 2) }).Bounded()).Length < KeptVersion.MostBytes);
    }

    [Fact]
    public void The_first_record_of_a_version_counts_and_the_last_set()
    {
        var known = new KnownVersions();
        known.Add(VersionJson.Write(Rule));
        known.Add(VersionJson.Write(Rule with { Text = "another" }));
        Assert.Null(known.SetInForce);
        known.Add(VersionJson.Write(new VersionChange(VersionKind.Set, "", null, "11", At), "1"));
        known.Add(VersionJson.Write(new VersionChange(VersionKind.Set, "", "11", "12", At + TimeSpan.FromSeconds(1)), "2"));
        known.Add(VersionJson.Write(new VersionChange(VersionKind.Rule, "gas-rising", null, "13", At + TimeSpan.FromSeconds(2)), "3"));
        Assert.Equal(Rule.Text, known.Find(Rule.Key)?.Text);
        Assert.Equal("12", known.SetInForce);
    }
}
