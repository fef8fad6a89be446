using RiskEngine.Core.Scoring;

namespace RiskEngine.Service.Catalog;

/// <summary>A model that notes every scorer that it creates for a series.</summary>
internal sealed class RecordedModel(IModel model, ScorerRecord record) : IModel
{
    public string Name => model.Name;

    public string Version => model.Version;

    public string ParameterHash => model.ParameterHash;

    public string? Refuses(int channels) => model.Refuses(channels);

    public IModel? With(Seasonality seasonality) => model.With(seasonality) is { } other ? new RecordedModel(other, record) : null;

    public IModel? With(TimeZoneInfo zone) => model.With(zone) is { } other ? new RecordedModel(other, record) : null;

    public IScorer Create(int channels) => model.Create(channels);

    public IScorer Create(int channels, SeriesName series)
    {
        var scorer = model.Create(channels, series);
        record.Add(model, series, scorer);
        return scorer;
    }
}
