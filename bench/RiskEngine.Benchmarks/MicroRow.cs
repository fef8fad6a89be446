namespace RiskEngine.Benchmarks;

/// <summary>One measured step.</summary>
/// <param name="Step">The class: what is measured.</param>
/// <param name="Method">The way: the engine's, or the baseline's.</param>
/// <param name="Parameters">Its parameters; empty where it has none.</param>
/// <param name="IsBaseline">Whether others are compared with it.</param>
/// <param name="Nanoseconds">Mean time of one operation; null where it failed.</param>
/// <param name="Error">Half of the 99.9 % confidence interval, nanoseconds.</param>
/// <param name="Bytes">Bytes allocated by one operation.</param>
/// <param name="Ratio">Its time in times of the baseline; null where there is none.</param>
internal sealed record MicroRow(string Step, string Method, string Parameters, bool IsBaseline, double? Nanoseconds, double? Error, double? Bytes, double? Ratio);
