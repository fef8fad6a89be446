using System.Globalization;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Records;

namespace RiskEngine.Desk;

/// <summary>Looks at areas when something has changed, when their index has faded, and when a day is over; and records what is worth telling.</summary>
internal sealed class PlaceWatch(DeskBooks books, PlaceJson json)
{
    private const long DayMicros = 86_400_000_000;

    /// <summary>The day that a time lies in, in days since the epoch.</summary>
    public static int DayOf(EventTime at) => (int)Math.Floor((double)at.Micros / DayMicros);

    /// <summary>Something has changed in an area: it is looked at soon.</summary>
    public void Touch(DeskPlace place)
    {
        books.Places.Mark(place);
        LookAt(place, books.Now + books.Policy.Incidents.Picture);
    }

    /// <summary>Looks at an area where that is due.</summary>
    public void Look(DeskPlace place)
    {
        if (place.Slot < 0 || place.Due is not { } due || due > books.Now) return;
        place.Due = null;
        var (policy, now) = (books.Policy.Places, books.Now);
        var faded = Math.Max(place.Held, RiskIndex.Faded(place.Index, now - place.LookedAt, policy.HalfLife));
        NoteTrouble(place, now);
        (place.Held, place.LookedAt) = (RiskIndex.Of(place.Classes), now);
        place.Index = Math.Max(place.Held, faded);
        place.Days.RemoveAll(day => day.Day <= DayOf(now) - policy.Days);
        books.Places.Mark(place);
        Record(place);
        if (place.IsQuiet && place.Index < PlacePicture.Least && place.Days.Count == 0 && place.Told is null) books.Places.Drop(place);
        else LookAgain(place);
    }

    /// <summary>Sets the timers again after a restore.</summary>
    public void Reset()
    {
        foreach (var place in books.Places.InOrder())
        {
            if (place.Due is { } due) books.Timers.Set(due, DueKind.Place, place);
        }
    }

    private void Record(DeskPlace place)
    {
        var picture = PictureOf(place);
        if (place.Told is { } told ? picture.IsLike(told) && picture.IsNothing == told.IsNothing : picture.IsNothing) return;
        place.Number++;
        place.RecordedAt = books.Now;
        place.Told = picture.IsNothing ? null : picture;
        books.Records.Add(json.Write(place, LevelOf(place.Area), picture, books.Now));
    }

    private PlacePicture PictureOf(DeskPlace place)
    {
        var incidents = place.Days.Sum(day => day.Incidents);
        return new PlacePicture(
            Math.Round(place.Index, 1), place.Worst, place.OpenAlerts, place.OpenIncidents, place.Surest, incidents, Chronic(place, incidents), json.Coverage(place.Blind));
    }

    /// <summary>Why an area is chronic; empty where it is not.</summary>
    private string Chronic(DeskPlace place, int incidents)
    {
        var policy = books.Policy.Places;
        if (incidents >= policy.ChronicIncidents) return string.Create(CultureInfo.InvariantCulture, $"{incidents} incidents in {policy.Days} days");
        var share = place.Days.Sum(day => day.InTrouble.TotalDays) / policy.Days;
        return share < policy.ChronicShare ? ""
            : string.Create(CultureInfo.InvariantCulture, $"Risk index above {policy.TroubleAbove:0.#} for {share * 100:0} % of {policy.Days} days");
    }

    private string LevelOf(string area)
    {
        var (depth, levels) = (AreaPath.DepthOf(area), books.Policy.Levels);
        return depth == 0 ? "unknown" : depth <= levels.Count ? levels[depth - 1] : string.Create(CultureInfo.InvariantCulture, $"level {depth}");
    }

    /// <summary>Adds up how long the index has been above the bound of trouble since the area was last looked at.</summary>
    private void NoteTrouble(DeskPlace place, EventTime now)
    {
        var policy = books.Policy.Places;
        if (place.Index <= policy.TroubleAbove) return;
        var end = place.Held > policy.TroubleAbove ? now
            : EventTime.Min(now, place.LookedAt + RiskIndex.TimeTo(policy.TroubleAbove, place.Index, policy.HalfLife));
        for (var at = place.LookedAt; at < end;)
        {
            var day = DayOf(at);
            var until = EventTime.Min(end, new EventTime((day + 1) * DayMicros));
            if (day > DayOf(now) - policy.Days) DayIn(place, day).InTrouble += until - at;
            at = until;
        }
    }

    /// <summary>A day of an area, the present one or one before it: incidents of today may have been counted already.</summary>
    private static PlaceDay DayIn(DeskPlace place, int day)
    {
        var at = place.Days.FindIndex(known => known.Day >= day);
        if (at < 0) return place.DayOf(day);
        if (place.Days[at].Day != day) place.Days.Insert(at, new PlaceDay(day));
        return place.Days[at];
    }

    /// <summary>Looks again when the index has faded by one, and when the day is over.</summary>
    private void LookAgain(DeskPlace place)
    {
        var (policy, now) = (books.Policy.Places, books.Now);
        if (place.Told is { } told && place.Index > place.Held)
        {
            var lower = Math.Max(told.Index - 1.05, PlacePicture.Least - 0.06);
            if (lower >= place.Held && place.Index > lower) LookAt(place, now + RiskIndex.TimeTo(lower, place.Index, policy.HalfLife));
        }

        if (place.Days.Count > 0 || place.Index > policy.TroubleAbove) LookAt(place, new EventTime((DayOf(now) + 1) * DayMicros));
    }

    /// <summary>Looks at an area at a time, or when it was to be looked at already where that is earlier; never twice within the least time between records.</summary>
    private void LookAt(DeskPlace place, EventTime at)
    {
        if (place.RecordedAt is { } recorded) at = EventTime.Max(at, recorded + books.Policy.Incidents.Picture);
        if (place.Due <= at) return;
        place.Due = at;
        books.Places.Mark(place);
        books.Timers.Set(at, DueKind.Place, place);
    }
}
