using System.Text.Json;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Reading.Picture;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Tests;

public sealed class PictureTests
{
    private static readonly string[] Levels = ["district", "community", "grid", "building"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_cut_into_batches_gives_the_same_picture(int seed)
    {
        var records = Story.Random(seed, 400).Records;
        var whole = Taken(records);
        var random = new Random(seed);
        var cut = new LivePicture(Story.Topics, Levels) { IsWatched = true };
        for (var at = 0; at < records.Count;)
        {
            var size = random.Next(1, 30);
            cut.Take([.. records.Skip(at).Take(size)]);
            cut.TakeChanges();
            at += size;
        }

        Assert.NotEqual(0, whole.Counts.Alerts.Sum());
        Assert.Equal(Shown(whole), Shown(cut));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void What_compaction_leaves_gives_the_same_picture(int seed)
    {
        var records = Story.Random(seed, 400).Records;
        var last = records.Select((record, at) => (Key: (record.Topic, Convert.ToHexString(record.Key.Span)), at))
            .GroupBy(pair => pair.Key).Select(group => group.Max(pair => pair.at)).ToHashSet();

        // Which of its alerts an incident named before is lost with its older records, and shows in nothing but that.
        var compacted = Taken([.. records.Where((_, at) => last.Contains(at))]);
        Assert.Equal(Shown(Taken(records), withIncidents: false), Shown(compacted, withIncidents: false));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Two_instances_that_see_the_partitions_in_different_order_converge(int seed)
    {
        var records = Story.Random(seed, 400).Records;
        var other = records.GroupBy(record => (record.Topic, record.Partition)).OrderByDescending(group => $"{group.Key}", StringComparer.Ordinal)
            .SelectMany(group => group).ToList();
        Assert.Equal(Shown(Taken(records)), Shown(Taken(other)));
    }

    [Fact]
    public void Records_that_come_again_change_nothing()
    {
        var records = Story.Random(8, 300).Records;
        var picture = Taken(records);
        var before = Shown(picture);
        picture.Take([.. records.Where(record => record.Topic == Story.Topics.AlertState).TakeLast(40)]);
        Assert.Equal(before, Shown(picture));
    }

    [Fact]
    public void A_tombstone_ends_an_alert_and_an_older_transition_does_not_open_it_again()
    {
        var story = new Story().Fires(1, "blue").Fires(1, "red").Ends(1, "red");
        var picture = Taken(story.Records);
        Assert.Null(picture.Alert(Story.Id(1)));
        picture.Take([.. story.Records.Where(record => record.Topic == Story.Topics.AlertState && record.Value is not null)]);
        Assert.Null(picture.Alert(Story.Id(1)));
        Assert.Equal(default, picture.Counts.Alerts);
        Assert.Equal(0, picture.Counts.Places);
    }

    [Fact]
    public void An_alert_that_goes_on_is_open_again()
    {
        var story = new Story().Fires(1, "blue").Ends(1, "blue").Fires(1, "yellow", more: ""","reopened":true""");
        Assert.Equal(Grade.Yellow, Taken(story.Records).Alert(Story.Id(1))?.Alert.Grade);
    }

    [Fact]
    public void Records_that_are_none_of_ours_are_passed_over()
    {
        var story = new Story();
        foreach (var topic in Story.Topics.OfPicture)
        {
            string[] records =
            [
                "", "{", "[]", "{}", "null", """{"alert":1}""", """{"area":"/x/","index":1}""", """{"area":"a","index":"NaN"}""", "\u0000", """{"id":"x","number":"1"}""",
                """{"area":null,"index":1}""", """{"area":"a","index":1,"coverage":[]}""",
            ];
            foreach (var json in records) story.Add(topic, "k", json);
        }

        Assert.Equal(new PictureCounts(default, 0, 0, 0), Taken(story.Records).Counts);
    }

    [Fact]
    public void An_alert_names_its_incident_and_who_acknowledged_it()
    {
        var story = new Story().Fires(1, "red").Fires(2, "blue").Incident(9, "red", [1]).Incident(9, "red", [2]).Incident(9, "red", [2], acknowledgedBy: "li");
        var picture = Taken(story.Records);
        Assert.Equal("li", picture.Alert(Story.Id(1))?.Incident?.AcknowledgedBy);
        Assert.Equal([Story.Id(1), Story.Id(2)], picture.AlertsOf(Story.Id(9)).Order());
        Assert.Equal(0, picture.Counts.Unacknowledged);
        picture.Take([.. new Story().Incident(9, "red", [2]).Records]);
        Assert.Equal("li", picture.Incident(Story.Id(9))?.AcknowledgedBy);
    }

    [Fact]
    public void Pages_are_stable_while_alerts_come()
    {
        var story = new Story();
        for (var alert = 1; alert <= 50; alert++) story.Fires(alert, "blue");
        var picture = Taken(story.Records);
        var seen = new List<string>();
        ListPlace? after = null;
        for (var page = 0; page < 5; page++)
        {
            var items = picture.Alerts(_ => true, after, 10);
            seen.AddRange(items.Select(shown => shown.Alert.Alert));
            after = items[^1].Alert.ListPlace;

            // New ones come, and old ones change.
            picture.Take([.. new Story().Fires(1000 + page, "red").Fires(5, "orange").Records]);
        }

        Assert.Equal(Enumerable.Range(1, 50).Reverse().Select(Story.Id), seen);
    }

    [Fact]
    public void What_changed_is_told_once_with_the_places_around()
    {
        var picture = new LivePicture(Story.Topics, Levels);
        picture.Take(new Story().Fires(1, "blue").Records);
        Assert.Empty(picture.TakeChanges().Alerts);
        picture.IsWatched = true;
        var story = new Story().Fires(2, "red").Fires(3, "red").Ends(3, "red").Incident(9, "red", [1]);
        picture.Take(story.Records);
        var changes = picture.TakeChanges();
        Assert.Equal([Story.Id(1), Story.Id(2)], changes.Alerts.Select(shown => shown.Alert.Alert).Order());
        Assert.Equal([Story.Id(3)], changes.EndedAlerts);
        Assert.Equal([Story.Id(9)], changes.Incidents.Select(incident => incident.Id));
        Assert.Equal(["", "huaxi", "huaxi/c12", "huaxi/c12/g01", "huaxi/c12/g01/b1"], changes.Places.Select(place => place.Area));
        Assert.Equal(1, changes.Places[0].Alerts.Red);
        Assert.Empty(picture.TakeChanges().Places);
    }

    private static LivePicture Taken(IReadOnlyList<LogRecord> records)
    {
        var picture = new LivePicture(Story.Topics, Levels);
        picture.Take(records);
        return picture;
    }

    private static string Shown(LivePicture picture, bool withIncidents = true) => JsonSerializer.Serialize(new
    {
        Alerts = picture.Alerts(_ => true, null, int.MaxValue).Select(shown =>
            (shown.Alert.Alert, shown.Alert.Transition, Incident: withIncidents ? shown.Incident?.Id : null).ToString()),
        Incidents = picture.Incidents(_ => true, null, int.MaxValue).Select(incident => (incident.Id, incident.Number).ToString()),
        Tree = picture.Place("", 8, 5_000, out _),
        Counts = picture.Counts.ToString(),
    });
}
