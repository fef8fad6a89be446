using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

/// <summary>What became of a line: rejected for a reason, or an event.</summary>
internal sealed record TwinLine(int Number, RejectReason? Reason, TwinEvent? Event);
