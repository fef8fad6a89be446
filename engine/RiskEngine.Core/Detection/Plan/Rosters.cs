using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>The absence rules of one task, and which of the keys that they expect it waits for.</summary>
internal sealed class Rosters(Vocabulary vocabulary)
{
    private readonly List<AbsenceDetector> _absences = [];

    private IEnumerable<AbsenceDetector> WithRoster => _absences.Where(absence => absence.Roster is not null);

    public void Add(AbsenceDetector absence) => _absences.Add(absence);

    /// <summary>Those that take on expected keys once an event of this kind has shown their site.</summary>
    public IEnumerable<AbsenceDetector> Concerning(string kind)
    {
        var family = kind.Split('.')[0];
        return WithRoster.Where(absence => RuleReach.Families(absence.Rule).Contains(family));
    }

    /// <summary>Takes on the keys that are expected at a site, when it is seen for the first time.</summary>
    public void SiteSeen(AbsenceDetector absence, int site, EventTime now)
    {
        if (absence.Roster is { } roster && roster.IsNewSite(site)) absence.Watch(roster.At(vocabulary.Sites[site]), now);
    }

    /// <summary>Drops keys that are not expected any more, and waits for those that are.</summary>
    public void Follow(EventTime now, IEnumerable<KeyDirectory> directories, Func<Rule, ExpectedKey, bool>? watchesFromStart)
    {
        foreach (var directory in directories) directory.ForgetExpectations();
        foreach (var absence in _absences)
        {
            absence.DropUnexpected(now);
            if (absence.Roster is not { } roster) continue;
            absence.Watch(watchesFromStart is { } watches ? roster.Entries.Where(entry => watches(absence.Rule, entry)) : roster.Entries, now);
        }
    }

    /// <summary>Where no roster changed, what is expected and which sites were seen stays as it is.</summary>
    public void GoOn(Rosters before, EventTime now, IEnumerable<KeyDirectory> directories, Func<Rule, ExpectedKey, bool>? watchesFromStart)
    {
        if (!IsSameAs(before))
        {
            Follow(now, directories, watchesFromStart);
            return;
        }

        var old = before.WithRoster.ToDictionary(absence => absence.StateId);
        foreach (var absence in WithRoster) absence.TakeRoster(old[absence.StateId]);
    }

    private bool IsSameAs(Rosters before) =>
        before.WithRoster.Select(absence => absence.StateId).SequenceEqual(WithRoster.Select(absence => absence.StateId))
        && before.WithRoster.Zip(WithRoster).All(pair => pair.Second.Expects(pair.First));
}
