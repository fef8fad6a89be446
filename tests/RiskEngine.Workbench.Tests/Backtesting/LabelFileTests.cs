using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Workbench.Tests.Backtesting;

public sealed class LabelFileTests
{
    [Theory]
    [InlineData("incident,area,start,end\nfire,north/b1,2026-11-01 10:00,2026-11-01 10:30\n", "fire", "north/b1", 30)]
    [InlineData("end,rows,start\n2026-11-01 10:30:00,3,2026-11-01T10:00:00Z\n", "line 2", null, 30)]
    [InlineData("id,time,what\n30,2026-11-01T10:00,slipped in\n", "30", null, 0)]
    [InlineData("\uFEFFName,Site,From,To\n\"fire, big\",*,2026-11-01 10:00:00,2026-11-01T11:00:00+01:00\n", "fire, big", null, 0)]
    public void Columns_are_found_by_any_of_their_names(string csv, string name, string? area, int minutes)
    {
        using var folder = new TemporaryFolder();

        var incident = Assert.Single(LabelFile.Read(folder.Write("labels.csv", csv), LabelTimes.Default));

        Assert.Equal((name, area), (incident.Name, incident.Area));
        Assert.Equal("2026-11-01T10:00:00.000Z", incident.Start.ToString());
        Assert.Equal(TimeSpan.FromMinutes(minutes), incident.End - incident.Start);
    }

    [Fact]
    public void Times_without_an_offset_take_the_one_given_and_may_have_a_form_of_their_own()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("labels.csv", "start,end\n13/09/16 23,14/09/16 01\n");

        var incident = Assert.Single(LabelFile.Read(path, new LabelTimes("dd/MM/yy HH", TimeSpan.FromHours(-7))));

        Assert.Equal("2016-09-14T06:00:00.000Z", incident.Start.ToString());
    }

    [Fact]
    public void All_faults_are_told_at_once_with_their_lines()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("labels.csv", "start,end\nsoon,2026-11-01 10:00\n2026-11-01 11:00,2026-11-01 10:00\n2026-11-01 11:00\n");

        var fault = Assert.Throws<InputException>(() => LabelFile.Read(path, LabelTimes.Default));

        Assert.Contains("labels.csv:2: 'soon' is not a time", fault.Message);
        Assert.Contains("labels.csv:3: the end 2026-11-01 10:00 lies before the start", fault.Message);
        Assert.Contains("labels.csv:4: has 1 cell, and there are 2 columns", fault.Message);
    }

    [Fact]
    public void A_file_without_times_names_the_columns_it_has()
    {
        using var folder = new TemporaryFolder();

        var fault = Assert.Throws<InputException>(() => LabelFile.Read(folder.Write("labels.csv", "incident,when\na,b\n"), LabelTimes.Default));

        Assert.Contains("no column of times among incident, when", fault.Message);
    }
}
