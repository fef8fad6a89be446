using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>The rules of one task that may expect keys, and which of the keys that they expect it waits for.</summary>
internal sealed class Rosters(Vocabulary vocabulary)
{
    private readonly List<IKeepsRoster> _keepers = [];

    private IEnumerable<Roster> All => _keepers.Select(keeper => keeper.Roster).OfType<Roster>();

    public void Add(IKeepsRoster keeper) => _keepers.Add(keeper);

    /// <summary>Those that take on expected keys once an event of this kind has shown their site.</summary>
    public IEnumerable<Roster> Concerning(string kind)
    {
        var family = kind.Split('.')[0];
        return All.Where(roster => RuleReach.Families(roster.Owner.Rule).Contains(family));
    }

    /// <summary>Takes on the keys that are expected at a site, when it is seen for the first time.</summary>
    public void SiteSeen(Roster roster, int site, EventTime now)
    {
        if (roster.IsNewSite(site)) roster.Owner.Watch(roster.At(vocabulary.Sites[site]), now);
    }

    /// <summary>Drops keys that are not expected any more, and waits for those that are.</summary>
    public void Follow(EventTime now, IEnumerable<KeyDirectory> directories, Func<Rule, ExpectedKey, bool>? watchesFromStart)
    {
        foreach (var directory in directories) directory.ForgetExpectations();
        foreach (var keeper in _keepers)
        {
            keeper.DropUnexpected(now);
            if (keeper.Roster is not { } roster) continue;
            keeper.Watch(watchesFromStart is { } watches ? roster.Entries.Where(entry => watches(keeper.Rule, entry)) : roster.Entries, now);
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

        var old = before.All.ToDictionary(roster => roster.Owner.StateId);
        foreach (var roster in All) roster.GoOn(old[roster.Owner.StateId]);
    }

    private bool IsSameAs(Rosters before) =>
        before.All.Select(roster => roster.Owner.StateId).SequenceEqual(All.Select(roster => roster.Owner.StateId))
        && before.All.Zip(All).All(pair => pair.Second.Entries.SequenceEqual(pair.First.Entries));
}
