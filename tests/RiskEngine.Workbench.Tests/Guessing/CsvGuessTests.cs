using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Guessing;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.InputTests;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Workbench.Tests.Guessing;

/// <summary>Mappings that are proposed for CSV files.</summary>
public sealed class CsvGuessTests
{
    [Fact]
    public void An_export_of_a_spreadsheet_is_mapped()
    {
        var guess = Of("pumps.csv", "Werk Nord\r\nErstellt: gestern\r\n\r\nDatum;Zeit;Sensor;Temperature;Druck\r\n"
            + "01.03.2026;10:00;p1;12,5;1.204,5\r\n01.03.2026;10:05;p2;;1.204,6\r\n01.03.2026;10:10;p1;13,25;1.204,7\r\nSumme;;;;\r\n");

        Assert.Contains("topics: pumps\ncodec: csv\n", guess.Yaml);
        Assert.Contains("source: \"{{ payload.Sensor }}\"\n", guess.Yaml);
        Assert.Contains("time: {of: \"payload.Datum + ' ' + payload.Zeit\", format: \"dd.MM.yyyy HH:mm\", zone: UTC}\n", guess.Yaml);
        Assert.Contains("kind: sensor.temperature\n    value: {of: payload.Temperature, as: number}\n    unit: \"Cel\"\n    optional: true\n", guess.Yaml);
        Assert.Contains("value: {of: payload.Druck, as: number}\n", guess.Yaml);
        Assert.Contains(guess.Doubts, doubt => doubt.Contains("have no offset", StringComparison.Ordinal));
        AssertGood(guess);
    }

    [Fact]
    public void Numbers_that_may_be_either_are_asked_about() =>
        Assert.Contains(Of("a.csv", "time;sensor;temperature\n2026-03-01T10:00:00Z;p1;1.234\n2026-03-01T10:00:01Z;p1;1.235\n").Doubts,
            doubt => doubt.StartsWith("numbers such as 1.234 may mean thousands or decimals: say csv:", StringComparison.Ordinal));

    [Fact]
    public void A_file_of_commas_with_times_is_mapped()
    {
        var guess = Of("doors.csv", "ts,door,state\n2026-03-01T10:00:00Z,d1,open\n2026-03-01T10:00:01Z,d2,closed\n");

        Assert.Contains("time: payload.ts\n", guess.Yaml);
        Assert.Contains("value: {of: payload.state, as: boolean}\n", guess.Yaml);
        AssertGood(guess);
    }

    [Fact]
    public void A_shipped_mapping_that_fits_is_named()
    {
        var known = new InputLoader().LoadFrom(Path.Combine(Repository.Root, "rules", "mappings")).Inputs;

        Assert.Contains("dodgers.yaml maps all of it", Of("x.csv", "timestamp,count\n2005-04-10 00:00:00,3\n2005-04-10 00:05:00,4\n", known).Doubts[0]);
    }

    [Fact]
    public void A_file_without_rows_is_refused() =>
        Assert.Contains("no row below it", Assert.Throws<InputException>(() => Of("a.csv", "time;sensor\n")).Message);

    private static void AssertGood(Guess guess)
    {
        var loaded = new InputLoader().LoadBytes("guess.yaml", System.Text.Encoding.UTF8.GetBytes(guess.Yaml));
        Assert.False(loaded.HasErrors, DiagnosticText.Render(loaded.Diagnostics) + guess.Yaml);
        var results = InputTestRunner.RunAll(loaded.Inputs);
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.True(result.Passed, $"{result}\n{guess.Yaml}"));
    }

    private static Guess Of(string name, string text, InputSet? known = null)
    {
        using var folder = new TemporaryFolder();
        return MappingGuesser.Of(folder.Write(name, text), null, known);
    }
}
