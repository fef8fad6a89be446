using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

/// <summary>How the twin says that a line is bad.</summary>
internal sealed class TwinRejection(RejectReason reason) : Exception
{
    public RejectReason Reason { get; } = reason;
}
