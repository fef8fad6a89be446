using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Tests;

public sealed class PlaceTests
{
    private const string Building = "huaxi/c1/g1/b1";

    [Fact]
    public void An_alert_shows_in_its_desk_area_and_in_each_smaller_one()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Red, certainty: Certainty.Observed).Tick(2);

        Assert.Equal(["huaxi/c1 community", "huaxi/c1/g1 grid", "huaxi/c1/g1/b1 building"],
            desk.Places.Select(place => $"{place.GetProperty("area").GetString()} {place.GetProperty("level").GetString()}"));
        Assert.All(desk.Places, place =>
        {
            Assert.Equal(75, place.GetProperty("index").GetDouble());
            Assert.Equal("red", place.GetProperty("worst").GetString());
            Assert.Equal("observed", place.GetProperty("certainty").GetString());
            Assert.Equal((1, 1, 1), (Int(place, "open_alerts"), Int(place, "open_incidents"), Int(place, "incidents_90d")));
            Assert.False(place.GetProperty("chronic").GetBoolean());
            Assert.False(place.TryGetProperty("chronic_because", out _));
            Assert.False(place.TryGetProperty("coverage", out _));
        });
    }

    [Fact]
    public void The_index_halves_with_each_half_life_after_the_end_and_then_the_area_is_forgotten()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Red, certainty: Certainty.Observed).Tick(10);
        desk.End("gas-rising", "gas-1").Tick(70);

        // The end is seen a picture later, at 11 min.
        var last = desk.PlacesOf(Building).Last();
        Assert.InRange(last.GetProperty("index").GetDouble(), 75 * Math.Pow(2, -59 / 30.0) - 1, (75 * Math.Pow(2, -59 / 30.0)) + 1);
        Assert.False(last.TryGetProperty("worst", out _));
        Assert.False(desk.PlaceRecords.Last().IsEnd);

        desk.Tick(600);
        Assert.Equal(["huaxi/c1", "huaxi/c1/g1", Building], desk.PlaceRecords.Where(record => record.IsEnd).Select(record => record.Key).Order());
        Assert.All(desk.PlaceRecords.GroupBy(record => record.Key), records =>
        {
            Assert.True(records.Last().IsEnd);
            Assert.InRange(records.Count(), 10, 76);
        });
        Assert.Equal(3, desk.Desk.Books.Places.Count);
        desk.Tick(60 * 24 * 91);
        Assert.Equal(0, desk.Desk.Books.Places.Count);
        Assert.Equal(3, desk.PlaceRecords.Count(record => record.IsEnd));
    }

    [Fact]
    public void Five_incidents_in_ninety_days_make_a_place_chronic_until_the_first_is_too_old()
    {
        using var desk = new DeskTrial();
        for (var i = 0; i < 5; i++)
        {
            var at = i * 60.0 * 24;
            desk.Tick(at).Fire("gas-rising", "gas-1", Grade.Yellow).Tick(at + 10).End("gas-rising", "gas-1").Tick(at + 60);
            Assert.Equal(i == 4, desk.PlacesOf(Building).Last().GetProperty("chronic").GetBoolean());
        }

        Assert.Equal("5 incidents in 90 days", desk.PlacesOf(Building).Last().GetProperty("chronic_because").GetString());
        desk.Tick(60 * 24 * 89);
        Assert.False(desk.PlaceRecords.Last(record => record.Key == Building).IsEnd);
        desk.Tick(60 * 24 * 92);
        Assert.True(desk.PlaceRecords.Last(record => record.Key == Building).IsEnd);
    }

    [Fact]
    public void A_place_in_trouble_for_a_fifth_of_the_days_is_chronic()
    {
        var policy = DeskTrial.Policy() with { Places = new PlacePolicy { Days = 10 } };
        using var desk = new DeskTrial(policy);
        desk.Fire("gas-rising", "gas-1", Grade.Red, certainty: Certainty.Observed).Tick(60 * 24 * 1.4);
        Assert.False(desk.PlacesOf(Building).Last().GetProperty("chronic").GetBoolean());
        desk.Tick(60 * 24 * 2.6);
        Assert.Equal("Risk index above 50 for 25 % of 10 days", desk.PlacesOf(Building).Last().GetProperty("chronic_because").GetString());
    }

    [Fact]
    public void What_cannot_be_seen_is_coverage_and_neither_an_open_alert_nor_a_risk()
    {
        using var desk = new DeskTrial();
        desk.Take(Blind(desk, 1, AlertState.Firing, 12, 4, ["gas-rising-indoor", "gas-jump"], ["gm-1", "gm-2"]), 1).Tick(3);

        var place = desk.PlacesOf("huaxi/c1").Last();
        Assert.Equal((0, 0, 0), (place.GetProperty("index").GetDouble(), Int(place, "open_alerts"), Int(place, "open_incidents")));
        var coverage = place.GetProperty("coverage");
        Assert.Equal((12, 4, 0.667), (Int(coverage, "sources"), Int(coverage, "silent"), coverage.GetProperty("share").GetDouble()));
        Assert.Equal(["gas-jump", "gas-rising-indoor"], coverage.GetProperty("blind").EnumerateArray().Select(blind => blind.GetProperty("risk").GetString()));
        Assert.All(coverage.GetProperty("blind").EnumerateArray(), blind =>
        {
            Assert.Equal("sources silent", blind.GetProperty("because").GetString());
            Assert.Equal("2026-11-21T11:50:00.000Z", blind.GetProperty("since").GetString());
            Assert.Equal(["gm-1", "gm-2"], blind.GetProperty("sources").EnumerateArray().Select(source => source.GetString()));
        });

        desk.Restart().Take(Blind(desk, 2, AlertState.Resolved, 12, 0, [], []), 4).Tick(6);
        Assert.True(desk.PlaceRecords.Last(record => record.Key == "huaxi/c1").IsEnd);
        Assert.Equal(0, desk.Desk.Books.Blind.Count);
        Assert.Equal(0, desk.Desk.Books.Places.Count);
    }

    [Fact]
    public void Missing_partitions_and_rules_without_data_are_blind_spots_too()
    {
        using var desk = new DeskTrial();
        desk.Fire("riskengine-partition-silent", "risk.events.sensor.v1/3", Grade.Orange, place: "");
        var fire = desk.Alert("fire-confirmed", "b1", Grade.Red, AlertState.Firing, Building, "sensor", Certainty.Likely);
        desk.Take(fire with { Number = 1, Incomplete = ["risk.events.sensor.v1/3"] });
        var meter = desk.Alert("gas-rising", "gas-2", Grade.Blue, AlertState.Firing, Building, "sensor", Certainty.Likely);
        desk.Take(meter with { Number = 1, IsWithoutData = true }).Tick(2);

        Assert.Equal(["riskengine-partition-silent producer incomplete risk.events.sensor.v1/3"], Spots(desk.PlacesOf("-").Last()));
        Assert.Equal("unknown", desk.PlacesOf("-").Last().GetProperty("level").GetString());
        Assert.Equal(["fire-confirmed producer incomplete risk.events.sensor.v1/3", "gas-rising rule without data gas-2"], Spots(desk.PlacesOf(Building).Last()));
        Assert.Equal(2, Int(desk.PlacesOf(Building).Last(), "open_alerts"));

        // Data come back: the alert goes on, the blind spot does not.
        desk.Take(meter with { Number = 2, Grade = Grade.Yellow }).Tick(4);
        Assert.Equal(["fire-confirmed producer incomplete risk.events.sensor.v1/3"], Spots(desk.PlacesOf(Building).Last()));
    }

    [Fact]
    public void A_worse_grade_a_surer_incident_and_one_more_never_lower_the_index_and_it_stays_between_0_and_100()
    {
        var random = new Random(16);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var incidents = new int[RiskIndex.Classes];
            for (var left = random.Next(12); left > 0; left--) incidents[random.Next(incidents.Length)] += random.Next(1, trial % 5 == 0 ? 2_000 : 4);
            var before = RiskIndex.Of(incidents);
            Assert.InRange(before, 0, 100);
            var (grade, certainty) = ((Grade)random.Next(1, 5), (Certainty)random.Next(3));
            var one = RiskIndex.ClassOf(grade, certainty);
            Assert.Equal((grade, certainty), (RiskIndex.GradeOf(one), RiskIndex.CertaintyOf(one)));
            incidents[one]++;
            var more = RiskIndex.Of(incidents);
            Assert.True(more >= before, $"one more {grade} {certainty}: {before} became {more}");
            incidents[one]--;
            if (grade < Grade.Red) Assert.True(With(incidents, RiskIndex.ClassOf(grade + 1, certainty)) >= more, $"{grade} to a worse grade");
            if (certainty > Certainty.Observed) Assert.True(With(incidents, RiskIndex.ClassOf(grade, certainty - 1)) >= more, $"{certainty} to a surer one");
        }
    }

    [Fact]
    public void Silenced_alerts_are_open_but_no_risk()
    {
        using var desk = new DeskTrial();
        Assert.Null(desk.Ask(RequestKind.Silence, match: new AlertMatcher { Rules = ["gas-*"] }, until: 60));
        desk.Fire("gas-rising", "gas-1", Grade.Red).Tick(2);
        var place = desk.PlacesOf(Building).Last();
        Assert.Equal((0, 1, 0), (place.GetProperty("index").GetDouble(), Int(place, "open_alerts"), Int(place, "open_incidents")));
    }

    [Fact]
    public void An_area_that_has_faded_while_its_alert_is_silenced_is_looked_at_once_a_day()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Yellow).Tick(2);
        Assert.Null(desk.Ask(RequestKind.Silence, match: new AlertMatcher { Rules = ["gas-*"] }, until: 60 * 24 * 7));
        desk.Tick(60 * 24 * 6);

        var records = desk.PlacesOf(Building).ToList();
        Assert.InRange(records.Count, 3, 20);
        Assert.InRange(records[^1].GetProperty("index").GetDouble(), 0, 1.5);

        // The incident is that of the community, in which it stays open; in the building nothing of it is open that people hear of.
        Assert.Equal((1, 0), (Int(records[^1], "open_alerts"), Int(records[^1], "open_incidents")));
        var community = desk.PlacesOf("huaxi/c1").Last();
        Assert.Equal((1, 1), (Int(community, "open_alerts"), Int(community, "open_incidents")));
    }

    [Fact]
    public void Five_thousand_alerts_in_a_moment_are_a_few_records_of_each_place()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Incidents = DeskTrial.Policy().Incidents with { Picture = TimeSpan.FromSeconds(5) } });
        for (var i = 0; i < 5_000; i++) desk.Fire("pressure-low", $"p-{i}", Grade.Orange, place: $"huaxi/c1/g{i % 20}/b{i % 100}", at: i / 5_000.0);
        desk.Tick(5);
        var records = desk.PlaceRecords.ToList();
        Assert.Equal(121, records.Select(record => record.Key).Distinct().Count());

        // One picture in 5 s for a minute, of 100 buildings, 20 grids and a community.
        Assert.All(records.GroupBy(record => record.Key), of => Assert.InRange(of.Count(), 1, 13));
        Assert.Equal(5_000, Int(desk.PlacesOf("huaxi/c1").Last(), "open_alerts"));
        Assert.Equal(1, Int(desk.PlacesOf("huaxi/c1").Last(), "open_incidents"));
    }

    /// <summary>The counts of each area against what the open alerts and incidents say, whatever has happened and with restarts in between.</summary>
    [Fact]
    public void Every_area_counts_what_is_open_in_it()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            using var desk = new DeskTrial(DeskTrial.Policy() with { Incidents = DeskTrial.Policy().Incidents with { DepthOf = new Dictionary<string, int> { ["gas"] = 4 } } });
            var open = new Dictionary<(string Rule, string Key), string>();
            for (var step = 0; step < 200; step++)
            {
                var (rule, of) = (random.Next(2) == 0 ? "gas-rising" : "water-low", random.Next(6));
                var place = $"huaxi/c{of % 2}/g{of % 3}/b{of}";
                switch (random.Next(6))
                {
                    case 0 or 1 or 2:
                        desk.Fire(rule, $"k{of}", (Grade)random.Next(1, 5), place, certainty: (Certainty)random.Next(3));
                        open[(rule, $"k{of}")] = place;
                        break;
                    case 3 when open.Remove((rule, $"k{of}")):
                        desk.End(rule, $"k{of}", place);
                        break;
                    case 4:
                        desk.Tick(desk.Minute + random.Next(1, 9));
                        break;
                    case 5 when random.Next(3) == 0:
                        desk.Restart();
                        break;
                }

                Check(desk, open);
            }
        }
    }

    private static void Check(DeskTrial desk, Dictionary<(string Rule, string Key), string> open)
    {
        var books = desk.Desk.Books;
        foreach (var place in books.Places.Entries)
        {
            Assert.Equal(open.Values.Count(at => AreaPath.IsInside(at, place.Area)), place.OpenAlerts);
            var alerts = books.Alerts.Entries.Where(alert => alert.IsOpen && AreaPath.IsInside(alert.Place, place.Area) && alert.Incident is { IsResolved: false }).ToList();
            var incidents = books.Incidents.Entries.Where(incident => !incident.IsResolved
                && (AreaPath.IsInside(incident.Area, place.Area) || alerts.Exists(alert => alert.Incident == incident))).ToList();
            Assert.Equal(incidents.Count, place.OpenIncidents);
            var classes = new int[RiskIndex.Classes];
            foreach (var of in alerts.GroupBy(alert => alert.Incident)) classes[RiskIndex.ClassOf(of.Max(alert => alert.Grade), of.Key!.Certainty)]++;
            Assert.Equal(classes, place.Classes.ToArray());
        }
    }

    private static double With(int[] incidents, int one)
    {
        incidents[one]++;
        var index = RiskIndex.Of(incidents);
        incidents[one]--;
        return index;
    }

    private static TakenAlert Blind(DeskTrial desk, int number, AlertState state, int sources, int silent, string[] risks, string[] devices) =>
        desk.Alert(BlindFacts.AreaBlind, $"{Building} | sensor", Grade.Yellow, state, Building, "sensor", Certainty.Observed) with
        {
            Number = number,
            Source = null,
            Blind = new BlindFacts(BlindBecause.SourcesSilent, risks, devices, DeskTrial.At(-10)) { Total = sources, Silent = silent },
        };

    private static IEnumerable<string> Spots(JsonElement place) => place.GetProperty("coverage").GetProperty("blind").EnumerateArray().Select(blind =>
        $"{blind.GetProperty("risk").GetString()} {blind.GetProperty("because").GetString()} "
        + string.Join(' ', blind.GetProperty("sources").EnumerateArray().Select(source => source.GetString())));

    private static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
