using RiskEngine.Core.Events;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>One record of the golden stream, in the order of arrival.</summary>
/// <param name="Family">Its input topic.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Site">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Headers">Its CloudEvents headers; null where it has none.</param>
internal sealed record StreamRecord(EventFamily Family, int Partition, string Site, byte[] Value, IReadOnlyList<KeyValuePair<string, byte[]>>? Headers = null);
