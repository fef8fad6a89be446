namespace RiskEngine.Core.Scoring;

/// <summary>The part that one detector or one channel had in a score.</summary>
/// <param name="Part">Name of the detector or channel.</param>
/// <param name="Share">Its share of the score, 0 to 1; shares of one score sum to 1.</param>
/// <param name="Words">What it saw, for people: <c>"41.2, usually 12 to 19 at this hour"</c>.</param>
public sealed record ScoreShare(string Part, double Share, string Words);
