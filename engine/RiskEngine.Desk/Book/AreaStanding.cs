using RiskEngine.Core.Rules;

namespace RiskEngine.Desk.Book;

/// <summary>What an open incident means for one area: how many of its open alerts lie there, and how grave they are.</summary>
/// <param name="incident">The incident.</param>
/// <param name="place">The area.</param>
/// <param name="isOwn">Whether the whole incident lies in the area.</param>
internal sealed class AreaStanding(DeskIncident incident, DeskPlace place, bool isOwn)
{
    private readonly int[] _open = new int[5];

    public DeskPlace Place => place;

    /// <summary>How the area counts it: a pair of <see cref="RiskIndex"/>; null while none of its alerts is open there.</summary>
    public int? Class { get; private set; }

    /// <summary>Whether the area need not know of the incident any more.</summary>
    public bool IsOver => !isOwn && Class is null;

    /// <summary>An alert of a grade has opened there, or one has ended.</summary>
    public void Count(Grade grade, int by) => _open[(int)grade] += by;

    /// <summary>The area counts the incident as it is now.</summary>
    /// <returns>Whether that is another than before.</returns>
    public bool Reclass()
    {
        var now = ClassNow();
        if (now == Class) return false;
        place.Uncount(Class);
        place.Count(now);
        Class = now;
        return true;
    }

    private int? ClassNow()
    {
        for (var grade = Grade.Red; grade > Grade.None; grade--)
        {
            if (_open[(int)grade] == 0) continue;

            // Where the worst alerts lie, others that bear them out raise the incident.
            var raised = grade >= incident.WorstOpen && incident.Grade > grade ? incident.Grade : grade;
            return RiskIndex.ClassOf(raised, incident.Certainty);
        }

        return null;
    }
}
