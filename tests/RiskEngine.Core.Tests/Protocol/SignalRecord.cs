namespace RiskEngine.Core.Tests.Protocol;

/// <summary>A record of the signals log in the model.</summary>
/// <param name="Kind"><c>O</c> an owner, <c>S</c> the signal of an event, <c>T</c> the signal of a tick, <c>M</c> a marker.</param>
/// <param name="Epoch">The owner that sent it.</param>
/// <param name="Event">The event of the signal; of a tick the event before which it was; of a marker how far time has come.</param>
internal readonly record struct SignalRecord(char Kind, int Epoch, int Event)
{
    public override string ToString() => $"{Kind}{Epoch}.{Event}";
}
