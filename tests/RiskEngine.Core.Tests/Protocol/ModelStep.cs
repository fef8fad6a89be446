namespace RiskEngine.Core.Tests.Protocol;

/// <summary>A checkpoint on its way: taken as a snapshot, waiting for acknowledgements, or sent.</summary>
/// <param name="Epoch">The sender's epoch.</param>
/// <param name="Number">Number of its segment.</param>
/// <param name="Offset">Events below it are in the state.</param>
/// <param name="Oldest">First segment that it names.</param>
/// <param name="Events">The events whose effect its segment holds, one bit each.</param>
internal readonly record struct ModelStep(int Epoch, int Number, int Offset, int Oldest, int Events);
