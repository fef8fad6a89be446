using System.Globalization;
using RiskEngine.Rules.Inputs.Csv;
using Xunit;

namespace RiskEngine.Rules.Tests.Inputs.Csv;

public sealed class CsvNumbersTests
{
    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("12,5", 12.5)]
    [InlineData(" -12,5 ", -12.5)]
    [InlineData("\u221212,5", -12.5)]
    [InlineData("+3", 3)]
    [InlineData(",5", 0.5)]
    [InlineData(".5", 0.5)]
    [InlineData("5,", 5)]
    [InlineData("0,125", 0.125)]
    [InlineData("1.5e-3", 0.0015)]
    [InlineData("1,5E3", 1500)]
    [InlineData("1.234,5", 1234.5)]
    [InlineData("1,234.5", 1234.5)]
    [InlineData("1.234.567", 1234567)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("1 234,5", 1234.5)]
    [InlineData("1\u00A0234\u202F567,25", 1234567.25)]
    [InlineData("12'345.6", 12345.6)]
    [InlineData("1234,567", 1234.567)]
    [InlineData("12.3456", 12.3456)]
    public void Numbers_show_themselves_what_their_separators_mean(string text, double expected)
    {
        Assert.True(new CsvNumbers(null, SuspectsPoint: true).TryRead(text, out var number, out var fault), fault);
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("1,234", true)]
    [InlineData("12,345", false)]
    [InlineData("-123,456", false)]
    [InlineData("1.234", true)]
    public void One_separator_before_three_digits_is_asked_about(string text, bool suspectsPoint)
    {
        Assert.False(new CsvNumbers(null, suspectsPoint).TryRead(text, out _, out var fault));
        Assert.Contains("thousands or decimals", fault);
        Assert.Contains("csv.decimal", fault);
    }

    [Theory]
    [InlineData("1.234", '.', 1.234)]
    [InlineData("1.234", ',', 1234)]
    [InlineData("1,234", '.', 1234)]
    [InlineData("1,234", ',', 1.234)]
    [InlineData("1.234,5", ',', 1234.5)]
    public void What_the_mapping_says_settles_it(string text, char mark, double expected)
    {
        Assert.True(new CsvNumbers(mark, SuspectsPoint: true).TryRead(text, out var number, out _));
        Assert.Equal(expected, number);
    }

    [Fact]
    public void A_point_between_commas_is_decimal() => Assert.True(new CsvNumbers(null, SuspectsPoint: false).TryRead("1.234", out var number, out _) && number == 1.234);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("12.5 bar")]
    [InlineData("12,5 %")]
    [InlineData("1,2x4")]
    [InlineData("1.2.3")]
    [InlineData("1,2,3")]
    [InlineData("1,23.4")]
    [InlineData("12 34")]
    [InlineData("1.234,567,8")]
    [InlineData("nan")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("0x1F")]
    [InlineData("--1")]
    [InlineData("1,5,")]
    public void Anything_else_is_no_number(string text)
    {
        Assert.False(new CsvNumbers(null, SuspectsPoint: false).TryRead(text, out _, out var fault));
        Assert.DoesNotContain("csv.decimal", fault);
        Assert.NotEmpty(fault);
        Assert.False(new CsvNumbers(',', SuspectsPoint: true).TryRead(text, out _, out _));
    }

    [Fact]
    public void A_decimal_point_where_the_mapping_says_comma_is_no_number() => Assert.False(new CsvNumbers(',', SuspectsPoint: true).TryRead("12.5", out _, out _));

    [Fact]
    public void What_cultures_write_is_read_as_they_mean_it()
    {
        var random = new Random(15);
        foreach (var (mark, thousands) in new[] { (',', "."), (',', "\u202F"), ('.', ","), ('.', "\u2019"), (',', "\u00A0"), ('.', "") })
        {
            var culture = new NumberFormatInfo { NumberDecimalSeparator = mark.ToString(), NumberGroupSeparator = thousands };
            for (var i = 0; i < 300; i++)
            {
                var value = Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(1, 9)), 2);
                var text = value.ToString("N2", culture);
                Assert.True(new CsvNumbers(mark, SuspectsPoint: true).TryRead(text, out var number, out var fault), $"{text}: {fault}");
                Assert.Equal(value, number, 1e-9);
                Assert.True(!new CsvNumbers(null, SuspectsPoint: true).TryRead(text, out var guessed, out _) || Math.Abs(guessed - value) < 1e-9, $"{text}: {guessed}");
            }
        }
    }
}
