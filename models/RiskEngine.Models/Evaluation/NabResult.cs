namespace RiskEngine.Models.Evaluation;

/// <summary>NAB's score of one detector at one threshold.</summary>
/// <param name="Score">100 for a perfect detector, 0 for one that never fires.</param>
/// <param name="Threshold">Rows at or over it count as detections.</param>
/// <param name="Found">Windows with a detection.</param>
/// <param name="Windows">Windows there are.</param>
/// <param name="FalseRows">Detections outside the windows, after probation.</param>
public readonly record struct NabResult(double Score, double Threshold, int Found, int Windows, int FalseRows);
