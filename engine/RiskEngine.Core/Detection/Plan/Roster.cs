using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>The keys that a rule expects to speak, by site.</summary>
/// <param name="entries">The keys.</param>
/// <param name="owner">Who waits for them.</param>
internal sealed class Roster(IReadOnlyList<ExpectedKey> entries, IKeepsRoster owner)
{
    private readonly HashSet<string> _keys = [.. entries.Select(entry => entry.Key)];
    private readonly ILookup<string, ExpectedKey> _bySite = entries.ToLookup(entry => entry.Site);
    private bool[] _seenSites = new bool[64];

    public IReadOnlyList<ExpectedKey> Entries => entries;

    public IKeepsRoster Owner => owner;

    public bool Contains(string key) => _keys.Contains(key);

    public IEnumerable<ExpectedKey> At(string site) => _bySite[site];

    /// <summary>Whether a site is seen for the first time since the start; it is told by its symbol, so asking costs no look-up of a name.</summary>
    public bool IsNewSite(int site)
    {
        if (site >= _seenSites.Length) Array.Resize(ref _seenSites, Math.Max(_seenSites.Length * 2, site + 1));
        if (_seenSites[site]) return false;
        _seenSites[site] = true;
        return true;
    }

    /// <summary>Goes on from the roster of the same rule before, which knows the sites that were seen.</summary>
    public void GoOn(Roster before) => _seenSites = before._seenSites;
}
