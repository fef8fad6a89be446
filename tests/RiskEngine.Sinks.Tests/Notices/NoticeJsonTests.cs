using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Kafka.Tests.Contracts;
using RiskEngine.Sinks.Notices;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Sinks.Tests.Notices;

/// <summary>Records are read as their schemas have them.</summary>
public sealed class NoticeJsonTests
{
    [Fact]
    public void The_incidents_of_these_tests_and_the_drills_are_as_the_schema_says()
    {
        var schema = TopicSchema.Named("incident.v1");

        Assert.Equal("", schema.FaultsOfOurs(Incidents.Json().ToJsonString()));
        Assert.Equal("", schema.FaultsOfOurs(Incidents.Json(number: 4, isEnd: true, previous: "orange").ToJsonString()));
        foreach (var isEnd in new[] { false, true })
        {
            var drill = DrillNotice.Of(Incidents.IdOf(7), isEnd, new EventTime(0), EventTime.From(Incidents.Start));
            Assert.Equal("", schema.FaultsOfOurs(System.Text.Encoding.UTF8.GetString(drill.Json.Span)));
            Assert.True(drill.IsDrill);
            Assert.Equal(isEnd, drill.IsEnd);
        }
    }

    [Fact]
    public void Every_golden_alert_is_read()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "golden", "alerts")))
        {
            var notice = NoticeJson.Read(NoticeKind.Alerts, File.ReadAllBytes(file), out var fault);
            Assert.Equal("", fault);
            Assert.Equal("gas-rising-indoor", notice!.Rule);
            Assert.Equal(Path.GetFileName(file) == "resolved.json", notice.IsEnd);
            Assert.Equal(["Fire"], notice.Categories);
            Assert.Equal($"{notice.Subject}-{notice.Number}", notice.Id);
        }
    }

    [Fact]
    public void An_incident_is_read()
    {
        var notice = Incidents.Notice(Incidents.Json(number: 3, grade: "red", previous: "orange"));

        Assert.Equal((Incidents.IdOf(1), 3L, Grade.Red, Grade.Orange), (notice.Subject, notice.Number, notice.Grade, notice.PreviousGrade));
        Assert.Equal((Certainty.Likely, "huaxi/c12/g07/b3", "gas", "gas-rising-indoor"), (notice.Certainty, notice.Place, notice.Cause, notice.Rule));
        Assert.Equal(EventTime.From(Incidents.Start), notice.Began);
        Assert.Equal(EventTime.From(Incidents.Start.AddSeconds(180)), notice.At);
        Assert.Equal("gas desk", notice.Labels["team"]);
        Assert.True(notice.IsForPeople);
    }
}
