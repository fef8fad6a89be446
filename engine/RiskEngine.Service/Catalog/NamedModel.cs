using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;
using RiskEngine.Models.Holidays;

namespace RiskEngine.Service.Catalog;

/// <summary>A model under another name: a site's own parameters beside the shipped ones.</summary>
internal sealed class NamedModel(IModel model, string name) : IKnowsHolidays
{
    public string Name => name;

    public string Version => model.Version;

    public string ParameterHash => model.ParameterHash;

    public string? Refuses(int channels) => model.Refuses(channels);

    public IScorer Create(int channels) => model.Create(channels);

    public IModel? With(Seasonality seasonality) => model.With(seasonality) is { } other ? new NamedModel(other, name) : null;

    public IModel? With(TimeZoneInfo zone) => model.With(zone) is { } other ? new NamedModel(other, name) : null;

    public IModel With(HolidayCalendar holidays) => model is IKnowsHolidays knows ? new NamedModel(knows.With(holidays), name) : this;
}
