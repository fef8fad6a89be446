using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>Takes what was measured for a key: the alerts of a rule, or a model that judges windows.</summary>
internal interface IMeasurementSink
{
    /// <summary>Takes in what was measured for a key.</summary>
    void Measure(int slot, in Measurement measurement, Evidence evidence);

    /// <summary>Takes in that a key fell silent.</summary>
    void NoData(int slot, EventTime at);
}
