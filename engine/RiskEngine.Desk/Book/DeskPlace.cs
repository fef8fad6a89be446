using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Book;

/// <summary>An area of the desk, or a smaller one in it, in which something is or was wrong.</summary>
internal sealed class DeskPlace : IEntry
{
    private readonly int[] _classes = new int[RiskIndex.Classes];
    private int _lingering;

    public int Slot { get; set; } = -1;

    public long Order { get; set; }

    public required string Area { get; init; }

    /// <summary>Number of its last record.</summary>
    public int Number { get; set; }

    /// <summary>When that was written; null where there was none.</summary>
    public EventTime? RecordedAt { get; set; }

    /// <summary>What its last record told; null where there was none, or it was the last of its kind.</summary>
    public PlacePicture? Told { get; set; }

    /// <summary>Its index when it was last looked at.</summary>
    public double Index { get; set; }

    /// <summary>The part of it that open incidents hold up.</summary>
    public double Held { get; set; }

    /// <summary>When it was last looked at.</summary>
    public EventTime LookedAt { get; set; }

    /// <summary>When it is looked at next; null where nothing changes by itself.</summary>
    public EventTime? Due { get; set; }

    /// <summary>What happened there day by day, the earliest first.</summary>
    public List<PlaceDay> Days { get; } = [];

    /// <summary>The incident that was counted last.</summary>
    public string LastIncident { get; set; } = "";

    /// <summary>How many alerts are open there; not saved, as all below.</summary>
    public int OpenAlerts { get; set; }

    /// <summary>Why it cannot be seen there, in the order in which it was noticed.</summary>
    public List<BlindEntry> Blind { get; } = [];

    /// <summary>How many incidents are open there by grade and certainty, see <see cref="RiskIndex"/>.</summary>
    public ReadOnlySpan<int> Classes => _classes;

    /// <summary>How many incidents are open there.</summary>
    public int OpenIncidents => _lingering + _classes.Sum();

    /// <summary>The worst grade of an open incident; none where there is none.</summary>
    public Grade Worst
    {
        get
        {
            var at = Array.FindLastIndex(_classes, count => count > 0);
            return at < 0 ? Grade.None : RiskIndex.GradeOf(at);
        }
    }

    /// <summary>How sure the surest open incident is; null where there is none.</summary>
    public Certainty? Surest
    {
        get
        {
            Certainty? surest = null;
            for (var number = 0; number < _classes.Length; number++)
            {
                if (_classes[number] > 0 && !(RiskIndex.CertaintyOf(number) >= surest)) surest = RiskIndex.CertaintyOf(number);
            }

            return surest;
        }
    }

    /// <summary>Whether nothing but its days is worth keeping.</summary>
    public bool IsQuiet => OpenAlerts == 0 && Blind.Count == 0 && OpenIncidents == 0;

    /// <summary>An incident counts.</summary>
    /// <param name="number">Its pair of grade and certainty; null where none of its alerts is open there.</param>
    public void Count(int? number) => Add(number, 1);

    /// <summary>An incident does not count so any more.</summary>
    public void Uncount(int? number) => Add(number, -1);

    /// <summary>Forgets all that is not saved.</summary>
    public void Reset()
    {
        Array.Clear(_classes);
        (_lingering, OpenAlerts) = (0, 0);
        Blind.Clear();
    }

    /// <summary>The day that holds a time; it is added where it is new.</summary>
    /// <param name="day">Days since the epoch; none before the last one.</param>
    public PlaceDay DayOf(int day)
    {
        if (Days.Count == 0 || Days[^1].Day < day) Days.Add(new PlaceDay(day));
        return Days[^1];
    }

    private void Add(int? number, int by)
    {
        if (number is { } known) _classes[known] += by;
        else _lingering += by;
    }
}
