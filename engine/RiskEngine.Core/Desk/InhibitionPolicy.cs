namespace RiskEngine.Core.Desk;

/// <summary>An alert that explains others keeps them quiet while it is open: a broken main the flats behind it.</summary>
/// <remarks>Never itself, and never one that would keep it quiet in turn by the same policy. It ends with its cause.</remarks>
/// <param name="Id">Its name.</param>
/// <param name="Source">The alerts that explain.</param>
/// <param name="Target">The alerts that are kept quiet.</param>
/// <param name="Depth">Both lie in one area of so many segments.</param>
/// <param name="AtMost">The longest time that one alert keeps others quiet.</param>
public sealed record InhibitionPolicy(string Id, AlertMatcher Source, AlertMatcher Target, int Depth, TimeSpan AtMost);
