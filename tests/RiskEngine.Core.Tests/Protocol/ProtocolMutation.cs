namespace RiskEngine.Core.Tests.Protocol;

/// <summary>A mistake that the checkpoint protocol must not make; the model has to show what it would cost.</summary>
public enum ProtocolMutation
{
    None,
    SavesBeforeKafkaAcknowledged,
    StoreIgnoresEpoch,
    StoreTakesStepsWhosePredecessorIsLost,
    StoreTakesOutdatedSteps,
    EpochsAreCounted,
    SegmentsAreDroppedByOldOwners,
    ReaderThatWasOvertakenGoesOn,
    OffsetLagsBehindTheState,
    GracefulStopForgetsWhatWaits,
    KeptEventsAreReadAgain,
    LossesAreNotNoticed,
    PlaceIsNotStoredFirst,
}
