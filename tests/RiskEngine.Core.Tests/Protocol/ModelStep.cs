namespace RiskEngine.Core.Tests.Protocol;

/// <summary>A checkpoint on its way: taken as a snapshot, waiting for acknowledgements, or sent.</summary>
/// <param name="Epoch">The sender's epoch.</param>
/// <param name="Number">Number of its segment.</param>
/// <param name="Offset">Events below it are in the state, or lost.</param>
/// <param name="Oldest">First segment that it names.</param>
/// <param name="Events">The events whose effect its segment holds, one bit each.</param>
/// <param name="Resume">Where reading resumes.</param>
/// <param name="Kept">The waiting events that it keeps, one bit each.</param>
/// <param name="Lost">The events that it counts as lost, one bit each.</param>
internal readonly record struct ModelStep(int Epoch, int Number, int Offset, int Oldest, int Events, int Resume = 0, int Kept = 0, int Lost = 0);
