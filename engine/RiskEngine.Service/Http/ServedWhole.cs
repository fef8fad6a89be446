using Microsoft.Extensions.Logging;
using RiskEngine.Core.Desk;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Reading;

namespace RiskEngine.Service.Http;

/// <summary>What the API tells of beside the tasks of this instance.</summary>
/// <param name="Reading">What is read of the whole; null where this instance does not read it.</param>
/// <param name="Models">The models that rules may ask.</param>
/// <param name="Desk">What becomes of alerts before people hear of them; null where there is no desk.</param>
/// <param name="Logs">Where faults of answers go.</param>
public sealed record ServedWhole(ReadingService? Reading, ModelSet Models, DeskPolicy? Desk, ILoggerFactory Logs)
{
    /// <summary>Asks something of the desk: its area, and the request; null where there is no desk.</summary>
    public Func<string, byte[], Task>? Ask { get; init; }
}
