namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>What ML.NET's time-series engine says of a value.</summary>
internal sealed class SeriesVerdict
{
    public double[] Vector { get; set; } = [];
}
