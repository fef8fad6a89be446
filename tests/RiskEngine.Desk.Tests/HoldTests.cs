using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Tests;

public sealed class HoldTests
{
    private static readonly AlertMatcher Lifts = new() { Rules = ["lift-*"] };

    private static readonly InhibitionPolicy Main = new(
        "main", new AlertMatcher { Rules = ["main-*"] }, new AlertMatcher { Rules = ["flat-*"] }, 2, TimeSpan.FromHours(2));

    [Fact]
    public void A_silence_keeps_alerts_from_people_and_what_is_still_open_at_its_end_is_told()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Silences = [Silence(5, 30)] });
        desk.Fire("lift-trapped", "l-1", Grade.Red, at: 10).Fire("lift-trapped", "l-2", Grade.Blue, at: 11).End("lift-trapped", "l-2", at: 12);
        Assert.Empty(desk.Told);
        Assert.Equal(["silenced", "silenced", "silenced"], desk.Suppressed);

        desk.Tick(29.9);
        Assert.Empty(desk.Told);
        desk.Tick(30);
        Assert.Equal(["huaxi/c1 red opened"], desk.Told);
        Assert.Equal(3, desk.Desk.Ledger.Silenced);
        Assert.Equal(1, desk.Desk.Released);
    }

    [Fact]
    public void A_silence_says_who_and_why_in_each_record()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Silences = [Silence(0, 30)] });
        desk.Fire("lift-trapped", "l-1", Grade.Red, at: 10);

        var record = System.Text.Json.JsonDocument.Parse(Assert.Single(desk.All).Value).RootElement;
        Assert.Equal("lift-works", record.GetProperty("by").GetString());
        Assert.Equal("cables", record.GetProperty("why").GetString());
        Assert.Equal("huaxi/c1", record.GetProperty("area").GetString());
    }

    [Fact]
    public void A_silence_that_recurs_lets_go_at_the_end_of_its_hours()
    {
        var hours = new Schedule("", [new HourRange(new TimeOnly(12, 0), new TimeOnly(13, 0))], [], TimeZoneInfo.Utc, Core.Time.HolidayCalendar.Empty);
        using var desk = new DeskTrial(DeskTrial.Policy() with { Silences = [Silence(-1000, null) with { Recurring = hours }] });
        desk.Fire("lift-trapped", "l-1", Grade.Red, at: 10.5).Tick(59);
        Assert.Empty(desk.Told);
        desk.Tick(60.2);
        Assert.Equal(["huaxi/c1 red opened"], desk.Told);
        desk.Fire("lift-trapped", "l-2", Grade.Red, "huaxi/c9/g1/b1", at: 61);
        Assert.Equal(2, desk.Told.Count);
    }

    [Fact]
    public void An_incident_that_people_know_ends_for_them_though_its_alerts_were_silenced_meanwhile()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Silences = [Silence(5, 300)] });
        desk.Fire("lift-trapped", "l-1", Grade.Blue, at: 0).Fire("lift-trapped", "l-1", Grade.Red, at: 6).End("lift-trapped", "l-1", at: 7).Tick(20);

        Assert.Equal(["huaxi/c1 blue opened", "huaxi/c1 blue resolved"], desk.Told);
    }

    [Fact]
    public void A_cause_keeps_what_it_explains_from_people_and_ends_with_it()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Inhibitions = [Main] });
        desk.Fire("main-burst", "m-1", Grade.Red, at: 0).Fire("flat-pressure", "f-1", Grade.Orange, at: 1).Fire("flat-pressure", "f-2", Grade.Orange, "huaxi/c2/g1/b1", at: 1);
        Assert.Equal(["huaxi/c1 red opened", "huaxi/c2 orange opened"], desk.Told);
        Assert.Equal(["inhibited"], desk.Suppressed);

        desk.End("main-burst", "m-1", at: 20);
        Assert.Equal("huaxi/c1 orange opened", desk.Told[^1]);
    }

    [Fact]
    public void A_second_cause_goes_on_where_the_first_has_ended()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Inhibitions = [Main] });
        desk.Fire("main-burst", "m-1", Grade.Red, at: 0).Fire("main-burst", "m-2", Grade.Red, at: 0).Fire("flat-pressure", "f-1", Grade.Orange, at: 1)
            .End("main-burst", "m-1", at: 2);
        Assert.Single(desk.Told);
        desk.End("main-burst", "m-2", at: 3);
        Assert.Equal(2, desk.Told.Count);
    }

    [Fact]
    public void An_alert_never_keeps_itself_or_its_own_cause_from_people()
    {
        var all = new AlertMatcher { Rules = ["*"] };
        using var mutual = new DeskTrial(DeskTrial.Policy() with { Inhibitions = [new InhibitionPolicy("all", all, all, 2, TimeSpan.FromHours(1))] });
        mutual.Fire("a-rule", "1", Grade.Red).Fire("b-rule", "2", Grade.Red);
        Assert.Equal(2, mutual.Told.Count);

        var (a, b) = (new AlertMatcher { Rules = ["a-*"] }, new AlertMatcher { Rules = ["b-*"] });
        using var circle = new DeskTrial(DeskTrial.Policy() with
        {
            Inhibitions = [new InhibitionPolicy("ab", a, b, 2, TimeSpan.FromHours(1)), new InhibitionPolicy("ba", b, a, 2, TimeSpan.FromHours(1))],
        });
        circle.Fire("a-rule", "1", Grade.Red, at: 0).Fire("b-rule", "2", Grade.Red, at: 1).Fire("a-rule", "1", Grade.Orange, at: 2);
        Assert.Equal(["huaxi/c1 red opened"], circle.Told);
        circle.End("a-rule", "1", at: 3);
        Assert.Equal(2, circle.Told.Count);
    }

    [Fact]
    public void A_cause_that_never_ends_keeps_others_from_people_for_a_bounded_time()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Inhibitions = [Main] });
        desk.Fire("main-burst", "m-1", Grade.Red, at: 0).Fire("flat-pressure", "f-1", Grade.Orange, at: 1).Tick(119);
        Assert.Single(desk.Told);
        desk.Tick(120);
        Assert.Equal("huaxi/c1 orange opened", desk.Told[^1]);
    }

    [Fact]
    public void A_shelved_alert_is_not_told_until_its_time_is_over_and_both_are_written_down()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 0);
        Assert.Null(desk.Ask(RequestKind.Shelve, alert: desk.IdOf("gas-rising", "gas-1"), until: 60));
        desk.Fire("gas-rising", "gas-1", Grade.Red, at: 5).End("gas-rising", "gas-1", at: 6).Tick(20).Fire("gas-rising", "gas-1", Grade.Red, at: 30);
        Assert.Equal(["huaxi/c1 blue opened", "huaxi/c1 blue resolved"], desk.Told);
        Assert.Equal(["shelved", "shelved", "shelved"], desk.Suppressed);

        desk.Tick(60);
        Assert.Equal("huaxi/c1 red opened", desk.Told[^1]);
        Assert.Equal(["shelve", "shelf over"], desk.Audits.Select(entry => entry.GetProperty("action").GetString()));
    }

    [Fact]
    public void To_shelve_takes_a_reason_and_an_end_that_is_not_too_far()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 0);
        var id = desk.IdOf("gas-rising", "gas-1");

        Assert.Equal("it does not say why", desk.Ask(RequestKind.Shelve, alert: id, until: 60, why: ""));
        Assert.Equal("it does not say until when", desk.Ask(RequestKind.Shelve, alert: id));
        Assert.Equal("it would be over already", desk.Ask(RequestKind.Shelve, alert: id, until: 0));
        Assert.Equal("it would last longer than 168 h", desk.Ask(RequestKind.Shelve, alert: id, until: 8 * 24 * 60));
        Assert.All(desk.Audits, entry => Assert.Equal("refused", entry.GetProperty("outcome").GetString()));
    }

    [Fact]
    public void People_silence_what_is_open_too_and_can_end_it_early()
    {
        using var desk = new DeskTrial();
        desk.Fire("lift-trapped", "l-1", Grade.Blue, at: 0);
        Assert.Null(desk.Ask(RequestKind.Silence, match: Lifts, until: 600, id: "s1"));
        desk.Fire("lift-trapped", "l-1", Grade.Red, at: 1);
        Assert.Single(desk.Told);
        Assert.Equal("there is no such silence here, or no longer", desk.Ask(RequestKind.Unsilence, silence: "s2"));
        Assert.Null(desk.Ask(RequestKind.Unsilence, silence: "s1"));

        Assert.Equal("huaxi/c1 red grade rose", desk.Told[^1]);
        Assert.Equal("it does not say which alerts", desk.Ask(RequestKind.Silence, match: new AlertMatcher(), until: 600));
    }

    [Fact]
    public void A_silence_that_goes_with_its_file_lets_go()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Silences = [Silence(0, 600)] });
        desk.Fire("lift-trapped", "l-1", Grade.Red, at: 1);
        desk.Desk.Use(DeskTrial.Policy());
        desk.Tick(2);

        Assert.Equal(["huaxi/c1 red opened"], desk.Told);
    }

    private static SilencePolicy Silence(double from, double? to) =>
        new("lift-works", Lifts, DeskTrial.At(from), to is { } end ? DeskTrial.At(end) : null, "lift desk", "cables");
}
