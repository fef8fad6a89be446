namespace RiskEngine.Cel.Values;

// A civil date and time of the proleptic Gregorian calendar.
// Source: Howard Hinnant, 2013, "chrono-Compatible Low-Level Date Algorithms".
internal readonly record struct Calendar(long Year, int Month, int Day, int Hour, int Minute, int Second, int DayOfWeek)
{
    // Zero based.
    public int DayOfYear => (int)(DaysSinceEpoch(Year, Month, Day) - DaysSinceEpoch(Year, 1, 1));

    public static Calendar FromSeconds(long seconds)
    {
        var days = Math.DivRem(seconds, 86_400, out var rest);
        if (rest < 0)
        {
            days--;
            rest += 86_400;
        }
        var shifted = days + 719_468;
        var era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        var dayOfEra = shifted - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        var day = (int)(dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1);
        var month = (int)(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        var dayOfWeek = (int)(((days % 7) + 11) % 7);
        return new Calendar(year, month, day, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60), dayOfWeek);
    }

    public static long DaysSinceEpoch(long year, int month, int day)
    {
        year -= month <= 2 ? 1 : 0;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }
}
