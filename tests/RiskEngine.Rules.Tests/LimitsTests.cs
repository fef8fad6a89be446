using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Diagnostics;
using Xunit;

namespace RiskEngine.Rules.Tests;

public sealed class LimitsTests : IDisposable
{
    private const string Table = "source,room,warn,alarm\ngm-1,kitchen,10,20\ngm-2,boiler,25.5,50\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("riskengine-limits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("gm-1", 9.9, Grade.None)]
    [InlineData("gm-1", 10, Grade.Yellow)]
    [InlineData("gm-1", 20, Grade.Red)]
    [InlineData("gm-2", 20, Grade.None)]
    [InlineData("gm-2", 25.5, Grade.Yellow)]
    [InlineData("gm-2", 50, Grade.Red)]
    [InlineData("gm-3", 1e9, Grade.None)]
    [InlineData("GM-1", 1e9, Grade.None)]
    public void Each_key_has_the_limits_of_its_row(string key, double measure, Grade grade) => Assert.Equal(grade, GradeOf(One(Table), key, measure));

    [Theory]
    [InlineData("default: {warn: 5, alarm: 7}", 5, Grade.Yellow)]
    [InlineData("default: {warn: 5, alarm: 7}", 7, Grade.Red)]
    [InlineData("default: {warn: 5, alarm: 7}", 4, Grade.None)]
    public void Keys_without_a_row_have_the_default(string otherwise, double measure, Grade grade)
    {
        var rule = One(Table, otherwise);
        Assert.Equal(grade, GradeOf(rule, "gm-3", measure));
        Assert.Equal(Grade.None, GradeOf(rule, "gm-1", 7));
        Assert.True(rule.Limits?.Knows("gm-3"));
    }

    [Fact]
    public void An_empty_cell_has_the_default() =>
        Assert.Equal(Grade.Yellow, GradeOf(One("source,warn,alarm\ngm-1,,20\n", "default: {warn: 5, alarm: 7}"), "gm-1", 5));

    [Theory]
    [InlineData("source;warn;alarm\ngm-1;10,5;20\n")]
    [InlineData("\uFEFFsource\twarn\talarm\r\ngm-1\t10.5\t20\r\n")]
    [InlineData("warn,alarm,source\n10.5,20,gm-1\n")]
    [InlineData("source,warn,alarm,note\n\"gm-1\",\"10.5\",20,\"an \"\"inch\"\", a comma\"\n\n")]
    public void Tables_are_read_as_people_write_them(string table)
    {
        Assert.Equal(Grade.None, GradeOf(One(table), "gm-1", 10.4));
        Assert.Equal(Grade.Yellow, GradeOf(One(table), "gm-1", 10.5));
    }

    [Fact]
    public void The_condition_names_the_number_and_the_column()
    {
        var rule = One(Table);
        var yellow = rule.ConditionsOf("gm-2").Grades[Grade.Yellow];
        Assert.Equal((">= 25.5 (limits.warn)", Comparison.GreaterOrEqual, 25.5), (yellow?.Text, yellow?.Comparison, yellow?.Threshold));
        Assert.Equal("< 25.5 (limits.warn)", rule.ConditionsOf("gm-2").Clear?.Text);
    }

    [Theory]
    [InlineData(">= limits.warn && < limits.alarm", 10, true)]
    [InlineData(">= limits.warn && < limits.alarm", 20, false)]
    [InlineData("< 5 || > limits.alarm", 4, true)]
    [InlineData("< 5 || > limits.alarm", 20, false)]
    [InlineData("< 5 || > limits.alarm", 21, true)]
    public void Comparisons_are_joined(string condition, double measure, bool holds)
    {
        var rule = Load(Table, $"{{yellow: \"{condition}\"}}", "").Rules.Single();
        Assert.Equal(holds ? Grade.Yellow : Grade.None, GradeOf(rule, "gm-1", measure));
    }

    [Fact]
    public void The_hash_is_that_of_the_numbers()
    {
        var rule = One(Table);
        Assert.Equal(rule.Hash, One("room,alarm,warn,source\nelsewhere,50,25.50,gm-2\n,20,1e1,gm-1\n").Hash);
        foreach (var other in new[] { Table.Replace("25.5", "25.6"), Table.Replace("gm-2", "gm-4"), Table + "gm-9,hall,1,2\n" })
        {
            var changed = One(other);
            Assert.NotEqual(rule.Hash, changed.Hash);
            Assert.Equal(rule.MeasureHash, changed.MeasureHash);
        }

        Assert.NotEqual(rule.Hash, One(Table, "default: {warn: 1, alarm: 2}").Hash);
    }

    [Fact]
    public void A_key_whose_row_has_gone_clears()
    {
        var clear = One(Table).ConditionsOf("gm-3").Clear;
        Assert.Equal(Outcome.True, clear?.Test(new Measurement(1e9, 1, default, default)));
    }

    [Fact]
    public void Limits_go_with_sites_too()
    {
        var result = Load("site,warn,alarm\na/b,10,20\n", "{yellow: \">= limits.warn\"}", "", by: "site");
        Assert.Equal(Grade.Yellow, GradeOf(result.Rules.Single(), "a/b", 10));
    }

    private static Grade GradeOf(Rule rule, string key, double measure)
    {
        var errors = 0L;
        var grade = rule.ConditionsOf(key).Grades.Evaluate(new Measurement(measure, 1, EventTime.Epoch, EventTime.Epoch), Grade.None, ref errors);
        Assert.Equal(0, errors);
        return grade;
    }

    private Rule One(string table, string otherwise = "") =>
        Load(table, "{yellow: \">= limits.warn\", red: \">= limits.alarm\"}", otherwise).Rules.Single();

    private RuleLoadResult Load(string table, string grades, string otherwise, string by = "source")
    {
        File.WriteAllText(Path.Combine(_folder, "limits.csv"), table);
        var more = otherwise.Length > 0 ? $", {otherwise}" : "";
        var rule = Path.Combine(_folder, "rule.yaml");
        File.WriteAllText(rule, $$"""
            id: gas
            title: Gas
            on: sensor.gas
            by: {{by}}
            detect: {type: threshold}
            limits: {table: limits.csv, key: {{by}}{{more}}}
            grades: {{grades}}
            clear: {when: "< limits.warn", for: 1m}
            owner: gas
            """);
        var result = RuleLoader.Load(rule);
        Assert.False(result.HasErrors, DiagnosticText.Render(result.Diagnostics));
        return result;
    }
}
