using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Book;

/// <summary>The incidents that are open, and those that were resolved a while ago.</summary>
internal sealed class IncidentTable() : DeskTable<DeskIncident>("desk-incidents")
{
    private readonly Dictionary<string, DeskIncident> _byId = [];
    private readonly Dictionary<(string Area, string Cause), DeskIncident> _current = [];
    private readonly Dictionary<string, List<DeskIncident>> _openIn = [];
    private readonly Queue<DeskIncident> _resolved = new();

    /// <summary>How many are open.</summary>
    public int Open { get; private set; }

    /// <summary>Those that were resolved, the first at the head.</summary>
    public Queue<DeskIncident> Resolved => _resolved;

    /// <summary>The incident with an identity; null where none is kept.</summary>
    public DeskIncident? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The incident of an area and cause that was opened last and is open; null where there is none.</summary>
    public DeskIncident? Current(string area, string cause) => _current.GetValueOrDefault((area, cause));

    /// <summary>The open incidents of a desk area, in the order in which they were opened.</summary>
    public IReadOnlyList<DeskIncident> OpenIn(string deskArea) => _openIn.TryGetValue(deskArea, out var open) ? open : [];

    /// <summary>Keeps an incident that has been opened.</summary>
    public void Keep(DeskIncident incident)
    {
        Add(incident);
        Index(incident);
    }

    /// <summary>Notes that an incident is resolved.</summary>
    public void Close(DeskIncident incident)
    {
        Mark(incident);
        Open--;
        var open = _openIn[incident.DeskArea];
        open.Remove(incident);
        if (open.Count == 0) _openIn.Remove(incident.DeskArea);
        var key = (incident.Area, incident.Cause);
        if (_current.GetValueOrDefault(key) == incident)
        {
            if (open.FindLast(other => (other.Area, other.Cause) == key) is { } before) _current[key] = before;
            else _current.Remove(key);
        }

        _resolved.Enqueue(incident);
    }

    /// <summary>Forgets an incident that is resolved.</summary>
    public void Drop(DeskIncident incident)
    {
        Remove(incident);
        _byId.Remove(incident.Id);
    }

    public override void Clear()
    {
        base.Clear();
        _byId.Clear();
        _current.Clear();
        _openIn.Clear();
        _resolved.Clear();
        Open = 0;
    }

    /// <summary>Finds everything again after a restore.</summary>
    public void Reindex()
    {
        _byId.Clear();
        _current.Clear();
        _openIn.Clear();
        _resolved.Clear();
        Open = 0;
        foreach (var incident in InOrder()) Index(incident);
        foreach (var incident in InOrder().Where(incident => incident.IsResolved).OrderBy(incident => incident.ResolvedAt)) _resolved.Enqueue(incident);
    }

    protected override void Write(DeskIncident i, StateWriter writer)
    {
        foreach (var text in (ReadOnlySpan<string>)[i.Id, i.Area, i.DeskArea, i.Cause, i.Title, i.Message, i.Category, i.Runbook ?? "", i.AcknowledgedBy ?? "", i.Assigned ?? ""])
            writer.String(text);
        writer.Count(i.Number);
        writer.Bool(i.IsResolved);
        writer.Bool(i.IsTold);
        writer.Bool(i.Drill);
        foreach (var grade in (ReadOnlySpan<Grade>)[i.Grade, i.Recorded, i.Told, i.AcknowledgedGrade]) writer.Byte((byte)grade);
        writer.Byte((byte)i.Certainty);
        writer.Byte(i.WasTrue is null ? (byte)2 : i.WasTrue.Value ? (byte)1 : (byte)0);
        foreach (var time in (ReadOnlySpan<EventTime?>)[
            i.Opened, i.ResolvedAt, i.LastJoined, i.AcknowledgedAt, i.EmptySince, i.BelowSince, i.EscalatesFrom, i.PictureDue, i.TellDue])
        {
            writer.Bool(time is not null);
            if (time is { } known) writer.Int(known.Micros);
        }

        writer.Count(i.Total);
        writer.Count(i.GrownTo);
        writer.Count(i.EscalationSteps);
        i.First.Write(writer);
        i.Worst.Write(writer);
        writer.Count(i.Members.Count);
        foreach (var member in i.Members) member.Write(writer);
        writer.Count(i.Labels.Count);
        foreach (var (name, value) in i.Labels)
        {
            writer.String(name);
            writer.String(value);
        }

        writer.Count(i.Incomplete.Count);
        foreach (var missing in i.Incomplete) writer.String(missing);
        writer.Count(i.Families.Count);
        foreach (var family in i.Families)
        {
            writer.String(family.Family);
            writer.Count(family.Total);
            writer.Int(family.Last.Micros);
        }

        writer.Count(i.Witnesses.Count);
        foreach (var (family, against) in i.Witnesses)
        {
            writer.String(family);
            writer.Bool(against);
        }
    }

    protected override DeskIncident Read(ref StateReader reader)
    {
        var texts = new string[10];
        for (var i = 0; i < texts.Length; i++) texts[i] = reader.String();
        var number = reader.Small();
        var (isResolved, isTold, drill) = (reader.Bool(), reader.Bool(), reader.Bool());
        var grades = new Grade[4];
        for (var i = 0; i < grades.Length; i++) grades[i] = (Grade)reader.Byte();
        var certainty = (Certainty)reader.Byte();
        if (grades.Max() > Grade.Red || certainty > Certainty.Possible) throw new StateFormatException($"incident {texts[0]} is damaged");
        var verdict = reader.Byte();
        var times = new EventTime?[9];
        for (var i = 0; i < times.Length; i++) times[i] = reader.Bool() ? reader.TimeAhead() : null;
        var (total, grownTo, steps) = (reader.Small(), reader.Small(), reader.Small());
        var incident = new DeskIncident
        {
            Id = texts[0], Area = texts[1], DeskArea = texts[2], Cause = texts[3], Title = texts[4], Message = texts[5], Category = texts[6],
            Runbook = OrNull(texts[7]), AcknowledgedBy = OrNull(texts[8]), Assigned = OrNull(texts[9]),
            Number = number, IsResolved = isResolved, IsTold = isTold, Drill = drill,
            Grade = grades[0], Recorded = grades[1], Told = grades[2], AcknowledgedGrade = grades[3], Certainty = certainty,
            WasTrue = verdict == 2 ? null : verdict == 1,
            Opened = times[0] ?? default, ResolvedAt = times[1] ?? default, LastJoined = times[2] ?? default, AcknowledgedAt = times[3] ?? default,
            EmptySince = times[4], BelowSince = times[5], EscalatesFrom = times[6], PictureDue = times[7], TellDue = times[8],
            Total = total, GrownTo = grownTo, EscalationSteps = steps,
            First = Member.Read(ref reader), Worst = Member.Read(ref reader),
        };
        for (var left = reader.Count(); left > 0; left--) incident.Members.Add(Member.Read(ref reader));
        for (var left = reader.Count(); left > 0; left--)
        {
            var name = reader.String();
            incident.Labels[name] = reader.String();
        }

        for (var left = reader.Count(); left > 0; left--) incident.Incomplete.Add(reader.String());
        for (var left = reader.Count(); left > 0; left--)
            incident.Families.Add(new FamilyStanding(reader.String()) { Total = reader.Small(), Last = reader.TimeAhead() });
        for (var left = reader.Count(); left > 0; left--) incident.Witnesses.Add((reader.String(), reader.Bool()));
        return incident;
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private void Index(DeskIncident incident)
    {
        _byId[incident.Id] = incident;
        if (incident.IsResolved) return;
        Open++;
        _current[(incident.Area, incident.Cause)] = incident;
        if (!_openIn.TryGetValue(incident.DeskArea, out var open)) _openIn[incident.DeskArea] = open = [];
        open.Add(incident);
    }
}
