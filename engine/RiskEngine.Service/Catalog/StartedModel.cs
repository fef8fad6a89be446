using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Service.Catalog;

/// <summary>A model whose new scorers begin with what a start file holds for their series.</summary>
internal sealed class StartedModel(IModel model, StartFile start) : IModel
{
    public string Name => model.Name;

    public string Version => model.Version;

    public string ParameterHash => model.ParameterHash;

    public string? Refuses(int channels) => model.Refuses(channels);

    public IModel? With(Seasonality seasonality) => model.With(seasonality) is { } other ? new StartedModel(other, start) : null;

    public IModel? With(TimeZoneInfo zone) => model.With(zone) is { } other ? new StartedModel(other, start) : null;

    public IScorer Create(int channels) => model.Create(channels);

    public IScorer Create(int channels, SeriesName series)
    {
        var scorer = model.Create(channels, series);
        if (start.Find(model, channels, series) is not { } state) return scorer;
        var reader = new StateReader(state);
        scorer.Restore(ref reader);
        return scorer;
    }
}
