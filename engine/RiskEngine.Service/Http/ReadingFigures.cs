using RiskEngine.Reading;
using RiskEngine.Reading.Picture;

namespace RiskEngine.Service.Http;

/// <summary>How the read model of this instance fares, for <c>/metrics</c>.</summary>
/// <param name="PictureLag">Records that the picture has not taken in.</param>
/// <param name="HistoryLag">Records that the history has not taken in.</param>
/// <param name="HasCaughtUp">Whether the picture has once read all that there was.</param>
/// <param name="Counts">What is open.</param>
/// <param name="Clients">Clients that are told of changes.</param>
internal sealed record ReadingFigures(long PictureLag, long HistoryLag, bool HasCaughtUp, PictureCounts Counts, int Clients)
{
    /// <summary>Those of a model; null where this instance keeps none.</summary>
    public static ReadingFigures? Of(ReadModel? model, int clients) => model is null
        ? null : new ReadingFigures(model.Picture.Waiting, model.History.Waiting, model.Picture.HasCaughtUp, model.Picture.Counts, clients);
}
