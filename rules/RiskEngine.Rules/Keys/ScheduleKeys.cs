namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>schedule</c>.</summary>
internal static class ScheduleKeys
{
    private const string Day = "(mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|sat(urday)?|sun(day)?)";

    private static readonly TextShape Range = new(40, "hours such as 22:00-06:00", @"^\s*([01]?\d|2[0-4]):[0-5]\d-([01]?\d|2[0-4]):[0-5]\d\s*$");

    private static readonly TextShape DayRange = new(40, "days such as mon-fri or sat", $@"^\s*{Day}(\s*-\s*{Day})?\s*$");

    public static readonly KeySpec Hours = new("hours", new AnyShape(Range, new ListShape(Range, 24)),
        "Hours of the day, start included, end not. A range past midnight belongs to the day on which it starts.")
    { Examples = ["22:00-06:00", "[06:00-09:00, 17:00-20:00]"] };

    public static readonly KeySpec Days = new("days", new AnyShape(DayRange, new ListShape(DayRange, 7)), "Days of the week.")
    { Default = "mon-sun", Examples = ["mon-fri", "[mon, wed, sat]"] };

    public static readonly KeySpec TimeZone = new("time_zone", new TextShape(60, "a time zone such as Asia/Shanghai"), "Time zone of hours and days.")
    { Default = "UTC", Examples = ["Asia/Shanghai"] };

    public static readonly KeySpec Holidays = new("holidays", new TextShape(260, "a file name"),
        "A text file beside the rule, one day on each line: 2026-10-01, or 05-01 for every year, counts as a Sunday, '2026-10-10 workday' as a weekday.")
    { Examples = ["holidays.txt"] };

    public static readonly MapSpec Keys = new("schedule", [Hours, Days, TimeZone, Holidays]);

    public static readonly KeySpec Schedule = new("schedule", new MapShape(Keys),
        "When the rule looks at events; at other times it sees none. Of an absence or a flatline only this time counts.")
    { Examples = ["{hours: \"22:00-06:00\", time_zone: Asia/Shanghai}"] };
}
