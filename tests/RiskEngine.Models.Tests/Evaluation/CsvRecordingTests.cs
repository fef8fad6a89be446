using RiskEngine.Models.Evaluation;
using Xunit;

namespace RiskEngine.Models.Tests.Evaluation;

public sealed class CsvRecordingTests
{
    private const string Text = "timestamp,flow,leak,anomaly\n2026-01-01T00:00:00Z,5.1,0,0\n2026-01-01T00:01:00Z,9.7,1,1\n";

    [Fact]
    public void A_column_that_is_named_as_the_label_is_no_channel()
    {
        var table = CsvRecording.Read(new StringReader(Text), "plant.csv", "leak");
        Assert.Equal(["flow"], table.Names);
        Assert.Equal([0, 1], table.Labels["leak"]);
        Assert.Equal([0, 1], table.Labels["anomaly"]);
    }

    [Fact]
    public void Without_a_name_only_the_usual_columns_are_labels()
    {
        var table = CsvRecording.Read(new StringReader(Text), "plant.csv");
        Assert.Equal(["flow", "leak"], table.Names);
        Assert.Equal(["anomaly"], table.Labels.Keys);
    }
}
