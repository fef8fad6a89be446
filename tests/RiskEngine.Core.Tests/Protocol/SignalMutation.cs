namespace RiskEngine.Core.Tests.Protocol;

/// <summary>A mistake that the protocol of signals must not make; the model has to show what it would cost.</summary>
public enum SignalMutation
{
    None,
    RepeatedSignalsCount,
    SupersededOwnersCount,
    EpochsTellWhoIsLater,
    CheckpointsDoNotWaitForSignals,
    ReaderForgetsProducers,
    MarkersOvertakeSignals,
    SkippedRecordsAreForgotten,
    OwnersDoNotIntroduceThemselves,
}
