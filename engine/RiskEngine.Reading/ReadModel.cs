using RiskEngine.Reading.Changes;
using RiskEngine.Reading.History;
using RiskEngine.Reading.Picture;

namespace RiskEngine.Reading;

/// <summary>What every instance shows of the whole: how it is, what has been, and what changes.</summary>
/// <param name="Picture">How it is.</param>
/// <param name="History">What has been.</param>
/// <param name="Changes">What changes, for those who look on.</param>
public sealed record ReadModel(LivePicture Picture, HistoryStore History, ChangeRing Changes);
