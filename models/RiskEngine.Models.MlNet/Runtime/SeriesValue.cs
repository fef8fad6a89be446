namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>One value of a series, as ML.NET's time-series engine takes it.</summary>
internal sealed class SeriesValue
{
    public float Value { get; set; }
}
