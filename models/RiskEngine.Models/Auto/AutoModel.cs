using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;
using RiskEngine.Models.Catalog;
using RiskEngine.Models.Holidays;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Auto;

/// <summary>The default model <c>auto</c>: no settings needed, one threshold for every series.</summary>
public sealed class AutoModel : IKnowsHolidays
{
    private readonly AutoParameters _parameters;
    private readonly HolidayCalendar? _holidays;
    private readonly Seasonality _seasonality;
    private readonly TimeZoneInfo? _zone;

    /// <summary>Creates the model with given parameters, the shipped ones by default.</summary>
    /// <param name="parameters">The weights of its parts; null for the shipped ones.</param>
    /// <param name="holidays">Days that are not what their day of the week says; null for none.</param>
    /// <param name="seasonality">Which rhythm it goes by.</param>
    /// <param name="zone">The zone of its hours and days; null for UTC.</param>
    public AutoModel(AutoParameters? parameters = null, HolidayCalendar? holidays = null, Seasonality seasonality = Seasonality.Learned, TimeZoneInfo? zone = null)
    {
        _holidays = holidays;
        _seasonality = seasonality;
        _zone = zone;
        _parameters = parameters ?? AutoParameters.Default;
        ParameterHash = ModelHash.Of(Name, Version, _parameters, zone, seasonality);
    }

    /// <inheritdoc/>
    public string Name => "auto";

    /// <inheritdoc/>
    public string Version => "3";

    /// <inheritdoc/>
    public string ParameterHash { get; }

    /// <inheritdoc/>
    public IModel With(HolidayCalendar holidays) => new AutoModel(_parameters, holidays, _seasonality, _zone);

    /// <inheritdoc/>
    public IModel? With(Seasonality seasonality) => new AutoModel(_parameters, _holidays, seasonality, _zone);

    /// <inheritdoc/>
    public IModel? With(TimeZoneInfo zone) => new AutoModel(_parameters, _holidays, _seasonality, ModelHash.ZoneOf(zone));

    /// <inheritdoc/>
    public IScorer Create(int channels) => channels switch
    {
        < 1 => throw new ArgumentOutOfRangeException(nameof(channels), channels, "auto needs at least one channel"),
        1 => new AutoScorer(_parameters, _holidays, _seasonality, _zone),
        _ => new ChannelsScorer(channels, () => new AutoScorer(_parameters, _holidays, _seasonality, _zone)),
    };
}
