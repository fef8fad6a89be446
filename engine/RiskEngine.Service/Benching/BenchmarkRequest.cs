namespace RiskEngine.Service.Benching;

/// <summary>What a running engine is asked to measure, and what it may take for it.</summary>
/// <param name="Profile">Name of the load, one of <see cref="IBenchmark.Profiles"/>.</param>
/// <param name="Duration">Time of work to measure, without rests and warm-up.</param>
/// <param name="MostSources">Most sources; a load of more is cut down to it.</param>
/// <param name="Pause">Rest after each batch in times of its work; 1 takes at most half of one processor.</param>
public readonly record struct BenchmarkRequest(string Profile, TimeSpan Duration, int MostSources, double Pause);
