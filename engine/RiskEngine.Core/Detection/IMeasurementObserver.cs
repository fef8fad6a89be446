namespace RiskEngine.Core.Detection;

/// <summary>Sees everything that rules measure: what a backtest draws and an explanation tells. Live tasks have none.</summary>
/// <remarks>Called by the task's thread in the order of the evaluation; must not call back.</remarks>
public interface IMeasurementObserver
{
    /// <summary>A rule has measured a key, and its alert, where there is one, has taken the measurement in.</summary>
    void Measured(in ObservedMeasurement observed);
}
