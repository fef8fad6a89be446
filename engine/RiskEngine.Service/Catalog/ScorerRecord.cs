using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Service.Catalog;

/// <summary>The scorers that a history was fed to. Owned by one thread.</summary>
public sealed class ScorerRecord
{
    private readonly Dictionary<(string Model, string ParameterHash, SeriesName Series), (IModel Model, IScorer Scorer)> _scorers = [];

    /// <summary>Series that have a scorer.</summary>
    public int Count => _scorers.Count;

    /// <summary>Notes a scorer; a later one of the same series takes its place.</summary>
    public void Add(IModel model, SeriesName series, IScorer scorer) => _scorers[(model.Name, model.ParameterHash, series)] = (model, scorer);

    /// <summary>What they have learned, in a fixed order.</summary>
    public IReadOnlyList<StartEntry> Entries()
    {
        var entries = new List<StartEntry>();
        foreach (var ((_, _, series), (model, scorer)) in _scorers)
        {
            var writer = new StateWriter();
            scorer.Save(writer);
            entries.Add(new StartEntry(series, model.Name, model.Version, model.ParameterHash, scorer.Channels, writer.ToArray()));
        }

        return [.. entries.OrderBy(entry => entry.Model, StringComparer.Ordinal).ThenBy(entry => entry.Series.Subject, StringComparer.Ordinal)
            .ThenBy(entry => entry.Series.Key, StringComparer.Ordinal).ThenBy(entry => entry.ParameterHash, StringComparer.Ordinal)];
    }
}
