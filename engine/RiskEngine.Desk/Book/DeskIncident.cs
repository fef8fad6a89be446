using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Book;

/// <summary>The open alerts of one area, cause and time, with one life of their own.</summary>
internal sealed class DeskIncident : IEntry
{
    public const int MostMembers = 50;
    private readonly int[] _grades = new int[5];
    private readonly int[] _certainties = new int[3];

    public int Slot { get; set; } = -1;

    public long Order { get; set; }

    public required string Id { get; init; }

    public required string Area { get; init; }

    /// <summary>The desk area, which owns it.</summary>
    public required string DeskArea { get; init; }

    public required string Cause { get; init; }

    public required EventTime Opened { get; init; }

    /// <summary>Number of its last record.</summary>
    public int Number { get; set; }

    public bool IsResolved { get; set; }

    public EventTime ResolvedAt { get; set; }

    /// <summary>When an alert joined it last.</summary>
    public EventTime LastJoined { get; set; }

    /// <summary>Since when none of its alerts is open; null while one is.</summary>
    public EventTime? EmptySince { get; set; }

    /// <summary>Its grade: the worst open, or more where others bear it out; the last one while none is open.</summary>
    public Grade Grade { get; set; }

    /// <summary>The grade that its last record told.</summary>
    public Grade Recorded { get; set; }

    /// <summary>The grade that people have been told, and that has not been left for long.</summary>
    public Grade Told { get; set; }

    /// <summary>Since when its grade has been below what people have been told; null where it is not.</summary>
    public EventTime? BelowSince { get; set; }

    /// <summary>Whether people have been told of it at all.</summary>
    public bool IsTold { get; set; }

    public Certainty Certainty { get; set; }

    public int Open { get; set; }

    public int Total { get; set; }

    /// <summary>How many of the open ones are kept from people.</summary>
    public int Quiet { get; set; }

    /// <summary>How many members it had when people were last told that it grew.</summary>
    public int GrownTo { get; set; } = 1;

    public required Member First { get; init; }

    /// <summary>The member that reached the gravest grade first.</summary>
    public required Member Worst { get; set; }

    public required string Title { get; set; }

    public required string Message { get; set; }

    public required string Category { get; set; }

    public string? Runbook { get; set; }

    public SortedDictionary<string, string> Labels { get; set; } = [];

    public bool Drill { get; set; }

    public SortedSet<string> Incomplete { get; } = new(StringComparer.Ordinal);

    /// <summary>The members that moved last, the latest at the end.</summary>
    public List<Member> Members { get; } = [];

    public List<FamilyStanding> Families { get; } = [];

    /// <summary>Alerts of other causes that bear it out, and those that speak against it, as they were last looked at.</summary>
    public List<(string Family, bool Against)> Witnesses { get; } = [];

    public string? AcknowledgedBy { get; set; }

    public EventTime AcknowledgedAt { get; set; }

    /// <summary>The grade that was acknowledged.</summary>
    public Grade AcknowledgedGrade { get; set; }

    public string? Assigned { get; set; }

    /// <summary>The verdict of who closed it: true, false, or null where nobody did.</summary>
    public bool? WasTrue { get; set; }

    /// <summary>When the escalation began; null where there is none.</summary>
    public EventTime? EscalatesFrom { get; set; }

    /// <summary>How many steps of it were taken.</summary>
    public int EscalationSteps { get; set; }

    /// <summary>When people are told of what waits for more; null where nothing does.</summary>
    public EventTime? TellDue { get; set; }

    /// <summary>When the picture of it is due, which has changed since its last record; null where it has not.</summary>
    public EventTime? PictureDue { get; set; }

    /// <summary>What it means for each area that it concerns; null where it concerns none.</summary>
    public Dictionary<DeskPlace, AreaStanding>? Standings { get; set; }

    /// <summary>Its grade, that of its worst open alert, its certainty and whether it is over, as its areas know them.</summary>
    public (Grade Grade, Grade Worst, Certainty Certainty, bool IsResolved) PlacedAs { get; set; }

    /// <summary>Whether what was acknowledged is still as grave as it gets.</summary>
    public bool IsAcknowledged => AcknowledgedBy is not null && AcknowledgedGrade >= Grade;

    /// <summary>The worst grade of the open members that nothing holds; none where there is none.</summary>
    public Grade WorstOpen
    {
        get
        {
            for (var grade = (int)Grade.Red; grade > 0; grade--)
            {
                if (_grades[grade] > 0) return (Grade)grade;
            }

            return Grade.None;
        }
    }

    /// <summary>How sure the surest open member is; null where none is open.</summary>
    public Certainty? SurestOpen
    {
        get
        {
            for (var certainty = 0; certainty < _certainties.Length; certainty++)
            {
                if (_certainties[certainty] > 0) return (Certainty)certainty;
            }

            return null;
        }
    }

    /// <summary>Counts a member with its grade and certainty of now; with none of either where it has ended.</summary>
    public void Count(DeskAlert alert)
    {
        Uncount(alert);
        if (!alert.IsOpen) return;
        alert.Counted = alert.Grade;
        alert.CountedCertainty = alert.Certainty;
        alert.CountedQuiet = alert.Held != HoldReason.None;
        Open++;
        if (alert.CountedQuiet) Quiet++;
        else Weigh(alert, 1);
        foreach (var family in FamiliesOf(alert)) family.Open++;
    }

    /// <summary>No longer counts a member as open.</summary>
    public void Uncount(DeskAlert alert)
    {
        if (alert.Counted == Grade.None) return;
        Open--;
        if (alert.CountedQuiet) Quiet--;
        else Weigh(alert, -1);
        alert.Counted = Grade.None;
        foreach (var family in FamiliesOf(alert)) family.Open--;
    }

    private void Weigh(DeskAlert alert, int sign)
    {
        _grades[(int)alert.Counted] += sign;
        _certainties[(int)alert.CountedCertainty] += sign;
    }

    /// <summary>Shows a member as it is now, as the latest.</summary>
    public void Show(Member member)
    {
        var at = Members.FindLastIndex(known => known.Alert == member.Alert);
        if (at >= 0) Members.RemoveAt(at);
        else if (Members.Count == MostMembers) Members.RemoveAt(0);
        Members.Add(member);
    }

    /// <summary>The standings of the families that an alert rests on; they are added where they are new.</summary>
    public IEnumerable<FamilyStanding> FamiliesOf(DeskAlert alert)
    {
        if (alert.Families.Length == 0) yield break;
        foreach (var name in alert.Families.Split(','))
        {
            if (Families.Find(family => family.Family == name) is not { } standing) Families.Add(standing = new FamilyStanding(name));
            yield return standing;
        }
    }
}
