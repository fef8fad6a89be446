using Xunit;

namespace RiskEngine.Rules.Tests;

public sealed class RuleHashTests
{
    private static readonly string[] Plain =
    [
        "on: [sensor.gas, sensor.smoke]", "by: source", "where: value > 1.0", "detect: {type: metric, measure: avg(value), window: 5m}",
        "grades: {yellow: '>= 5', red: '>= 10'}", "for: 1m", "clear: {when: '< 4', for: 2m}", "message: '{{ title }} {{ measure }}'",
    ];

    [Fact]
    public void Hash_is_16_hex_digits_and_always_the_same()
    {
        Assert.Matches("^[0-9a-f]{16}$", RuleLoaderTests.One(Plain).Hash);
        Assert.Equal("1f1405a0389267dd", RuleLoaderTests.One(Plain).Hash);
    }

    [Theory]
    [InlineData("order of keys", 1, "by:   source   # a comment")]
    [InlineData("order of kinds", 0, "on: [sensor.smoke, sensor.gas]")]
    [InlineData("another way to write a duration", 5, "for: 60s")]
    [InlineData("another way to write a condition", 4, "grades: {red: '>=10', yellow: '>=   5.0'}")]
    [InlineData("owner", 1, "by: source\nowner: someone")]
    [InlineData("mode", 1, "by: source\nmode: shadow")]
    [InlineData("tests", 1, "by: source\ntests: [{name: t, events: [{value: 1}], expect: nothing}]")]
    [InlineData("description", 1, "by: source\ndescription: why\nrunbook: r.md\nfalse_positives: [x]")]
    public void Hash_does_not_change_with(string what, int line, string text)
    {
        Assert.True(RuleLoaderTests.One(Plain).Hash == RuleLoaderTests.One(With(line, text)).Hash, what);
    }

    [Theory]
    [InlineData("kinds", 0, "on: sensor.gas")]
    [InlineData("key", 1, "by: site")]
    [InlineData("condition", 2, "where: value > 2.0")]
    [InlineData("measure", 3, "detect: {type: metric, measure: max(value), window: 5m}")]
    [InlineData("window", 3, "detect: {type: metric, measure: avg(value), window: 6m}")]
    [InlineData("threshold", 4, "grades: {yellow: '>= 5', red: '>= 11'}")]
    [InlineData("dwell", 5, "for: 2m")]
    [InlineData("clear", 6, "clear: {when: '< 4', for: 3m}")]
    [InlineData("message", 7, "message: 'Gas {{ measure }}'")]
    [InlineData("labels", 1, "by: source\nlabels: {a: b}")]
    [InlineData("unit", 1, "by: source\nunit: ppm")]
    [InlineData("silence", 1, "by: source\nno_data: resolve")]
    [InlineData("schedule", 1, "by: source\nschedule: {days: mon-fri}")]
    public void Hash_changes_with(string what, int line, string text)
    {
        Assert.False(RuleLoaderTests.One(Plain).Hash == RuleLoaderTests.One(With(line, text)).Hash, what);
    }

    [Fact]
    public void Measure_hash_changes_only_with_what_is_measured()
    {
        var plain = RuleLoaderTests.One(Plain).MeasureHash;

        Assert.Equal(plain, RuleLoaderTests.One(With(4, "grades: {red: '> 7'}")).MeasureHash);
        Assert.NotEqual(plain, RuleLoaderTests.One(With(3, "detect: {type: metric, measure: avg(value), window: 6m}")).MeasureHash);
    }

    private static string[] With(int line, string text) => [.. Plain[..line], text, .. Plain[(line + 1)..]];
}
