using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Book;

/// <summary>The areas in which something is or was wrong.</summary>
internal sealed class PlaceTable : DeskTable<DeskPlace>
{
    private readonly Dictionary<string, DeskPlace> _byArea = [];
    private readonly Dictionary<string, DeskPlace>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public PlaceTable()
        : base("desk-places") => _bySpan = _byArea.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>An area; null where nothing is known of it.</summary>
    public DeskPlace? Find(ReadOnlySpan<char> area) => _bySpan.TryGetValue(area, out var place) ? place : null;

    public void Keep(DeskPlace place)
    {
        Add(place);
        _byArea.Add(place.Area, place);
    }

    public void Drop(DeskPlace place)
    {
        Remove(place);
        _byArea.Remove(place.Area);
        place.Slot = -1;
    }

    /// <summary>Finds everything again after a restore.</summary>
    public void Reindex()
    {
        _byArea.Clear();
        foreach (var place in InOrder()) _byArea[place.Area] = place;
    }

    public override void Clear()
    {
        base.Clear();
        _byArea.Clear();
    }

    protected override void Write(DeskPlace place, StateWriter writer)
    {
        writer.String(place.Area);
        writer.Count(place.Number);
        writer.Double(place.Index);
        writer.Double(place.Held);
        foreach (var time in (ReadOnlySpan<EventTime?>)[place.LookedAt, place.RecordedAt, place.Due])
        {
            writer.Bool(time is not null);
            if (time is { } known) writer.Int(known.Micros);
        }

        writer.String(place.LastIncident);
        writer.Count(place.Days.Count);
        foreach (var day in place.Days)
        {
            writer.Int(day.Day);
            writer.Count(day.Incidents);
            writer.Int(day.InTrouble.Ticks);
        }

        writer.Bool(place.Told is not null);
        if (place.Told is { } told) Write(told, writer);
    }

    protected override DeskPlace Read(ref StateReader reader)
    {
        var place = new DeskPlace { Area = reader.String(), Number = reader.Small(), Index = reader.Double(), Held = reader.Double() };
        var times = new EventTime?[3];
        for (var i = 0; i < times.Length; i++) times[i] = reader.Bool() ? reader.TimeAhead() : null;
        (place.LookedAt, place.RecordedAt, place.Due) = (times[0] ?? default, times[1], times[2]);
        place.LastIncident = reader.String();
        for (var left = reader.Count(); left > 0; left--)
            place.Days.Add(new PlaceDay((int)reader.Int()) { Incidents = reader.Small(), InTrouble = TimeSpan.FromTicks(reader.Int()) });
        if (reader.Bool()) place.Told = Picture(ref reader);
        return place;
    }

    private static void Write(PlacePicture told, StateWriter writer)
    {
        writer.Double(told.Index);
        writer.Byte((byte)told.Worst);
        writer.Count(told.OpenAlerts);
        writer.Count(told.OpenIncidents);
        writer.Byte(told.Surest is { } surest ? (byte)surest : byte.MaxValue);
        writer.Count(told.Incidents);
        writer.String(told.Chronic);
        writer.String(told.Coverage);
    }

    private static PlacePicture Picture(ref StateReader reader)
    {
        var (index, worst, alerts, incidents) = (reader.Double(), (Grade)reader.Byte(), reader.Small(), reader.Small());
        var surest = reader.Byte();
        if (worst > Grade.Red) throw new StateFormatException("the record of an area is damaged");
        return new PlacePicture(index, worst, alerts, incidents, surest == byte.MaxValue ? null : (Certainty)surest, reader.Small(), reader.String(), reader.String());
    }
}
