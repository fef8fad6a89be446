namespace RiskEngine.Core.Detection.Observing;

/// <summary>Sees everything that rules measure: what a backtest draws and an explanation tells. Live tasks have none.</summary>
/// <remarks>Called by the task's thread in the order of the evaluation; must not call back.</remarks>
public interface IMeasurementObserver
{
    /// <summary>A rule has measured a key, and its alert, where there is one, has taken the measurement in.</summary>
    void Measured(in ObservedMeasurement observed);

    /// <summary>A model has judged an observation that a rule asks about, before the rule is evaluated; also while it has not learned enough.</summary>
    void Scored(in ObservedScore observed)
    {
    }

    /// <summary>A correlation is about to be measured over these alerts.</summary>
    void Correlated(in ObservedSignals observed)
    {
    }
}
