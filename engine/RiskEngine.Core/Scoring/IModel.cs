namespace RiskEngine.Core.Scoring;

/// <summary>A named kind of scorer with fixed parameters, as rules ask for it by <c>model:</c>.</summary>
public interface IModel
{
    /// <summary>Name in rules and in the catalog, e.g. <c>auto</c>.</summary>
    string Name { get; }

    /// <summary>Version of the algorithm; changes whenever equal input could give other scores.</summary>
    string Version { get; }

    /// <summary>Short stable hash of the parameters.</summary>
    string ParameterHash { get; }

    /// <summary>Why it cannot judge that many channels, with the remedy; null where it can.</summary>
    string? Refuses(int channels) => null;

    /// <summary>The same model told which rhythm to go by, with a hash of its own; null where it takes no such advice.</summary>
    IModel? With(Seasonality seasonality) => null;

    /// <summary>The same model told in which zone hours and days begin, with a hash of its own where that is not UTC; null where it does not go by the
    /// clock.</summary>
    IModel? With(TimeZoneInfo zone) => null;

    /// <summary>Creates the scorer of one series, having learned nothing.</summary>
    /// <param name="channels">How many channels its observations have; <see cref="Refuses"/> tells which it takes.</param>
    IScorer Create(int channels);

    /// <summary>Creates the scorer of a series that has none yet; one that knows the series may have learned from its history.</summary>
    /// <param name="channels">How many channels its observations have.</param>
    /// <param name="series">The series.</param>
    IScorer Create(int channels, SeriesName series) => Create(channels);
}
