using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>Tells what models found at a measurement.</summary>
internal interface IFindingSource
{
    /// <summary>The findings of that moment for a key; empty where no model judged it then. Allocates; asked for open alerts only.</summary>
    IReadOnlyList<ScoreFinding> Tell(int slot, EventTime at);
}
