using RiskEngine.Reading.Picture;

namespace RiskEngine.Reading.Tests;

public sealed class PlaceTreeTests
{
    [Fact]
    public void Counts_roll_up_and_go_down_again()
    {
        var picture = Taken(new Story().Fires(1, "blue", "a/b/c").Fires(2, "red", "a/b/d").Fires(3, "yellow", "a/e").Fires(4, "orange", "").Incident(9, "red", [2], "a/b"));
        var root = picture.Place("", 8, 500, out var shown)!;
        Assert.Equal(new GradeCounts(1, 1, 1, 1), root.Alerts);
        Assert.Equal(("red", 4, 1, 1), (root.Worst, root.OpenAlerts, root.OpenIncidents, root.Unplaced));
        Assert.Equal(6, shown);
        var b = picture.Place("a/b", 0, 500, out _)!;
        Assert.Equal((new GradeCounts(1, 0, 0, 1), 1, 2), (b.Alerts, b.OpenIncidents, b.More));
        Assert.Equal("community", b.Level);
    }

    [Fact]
    public void Index_and_coverage_are_its_own_or_those_below()
    {
        var picture = Taken(new Story().Place("a/b", 40, 10, 1).Place("a/c", 70, 30, 3).Place("a/c/d", 99, 5));
        var a = picture.Place("a", 1, 500, out _)!;
        Assert.Equal((70, 40, 4, 0.9), (a.Index, a.Coverage?.Sources, a.Coverage?.Silent, Math.Round(a.Coverage!.Share, 6)));
        Assert.Equal(["a/c", "a/b"], a.Coverage.Blind!.Select(spot => spot.Area).OrderDescending());
        Assert.Equal(["a/c", "a/b"], a.Children!.Select(child => child.Area));
        Assert.Equal(70, a.Children![0].Index);
        Assert.Null(a.IncidentsIn90Days);
        Assert.Equal(11, a.Children[0].IncidentsIn90Days);
    }

    [Fact]
    public void The_gravest_are_shown_where_there_are_too_many()
    {
        var story = new Story();
        for (var i = 0; i < 100; i++) story.Fires(i + 1, i == 57 ? "red" : i % 2 == 0 ? "blue" : "yellow", $"d/c{i:00}/g");
        var root = Taken(story).Place("", 3, 12, out var shown)!;
        Assert.Equal(12, shown);
        var district = Assert.Single(root.Children!);
        Assert.Equal("d/c57", district.Children![0].Area);
        Assert.Equal((10, 90), (district.Children.Count, district.More));
        Assert.All(district.Children.Skip(1), child => Assert.Equal("yellow", child.Worst));
    }

    [Fact]
    public void An_area_that_has_nothing_to_say_any_more_is_gone()
    {
        var story = new Story().Place("a/b/c", 5).Fires(1, "red", "a/b/c");
        var picture = Taken(story);
        picture.Take([.. new Story().NoPlace("a/b/c").Records]);
        Assert.NotNull(picture.Place("a/b/c", 0, 1, out _));
        picture.Take([.. story.Ends(1, "red", "a/b/c").Records.TakeLast(1)]);
        Assert.Null(picture.Place("a/b/c", 0, 1, out _));
        Assert.Null(picture.Place("a", 0, 1, out _));
        Assert.NotNull(picture.Place("", 0, 1, out _));
    }

    [Fact]
    public void An_older_record_of_a_place_does_not_count()
    {
        var picture = Taken(new Story().Place("a", 10).Place("a", 20));
        picture.Take(new Story().Place("a", 99).Records);
        Assert.Equal(20, picture.Place("a", 0, 1, out _)!.Index);
    }

    private static LivePicture Taken(Story story)
    {
        var picture = new LivePicture(Story.Topics, ["district", "community", "grid"]);
        picture.Take(story.Records);
        return picture;
    }
}
