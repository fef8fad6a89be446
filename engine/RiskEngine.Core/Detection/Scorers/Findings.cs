using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Scorers;

/// <summary>What the models that a rule asks found at one moment.</summary>
internal sealed class Findings(IReadOnlyList<SeriesScorers> scorers) : IFindingSource
{
    public IReadOnlyList<ScoreFinding> Tell(int slot, EventTime at)
    {
        List<ScoreFinding>? found = null;
        foreach (var one in scorers)
        {
            if (one.Tell(slot, at) is { } finding) (found ??= []).Add(finding);
        }

        return found ?? (IReadOnlyList<ScoreFinding>)[];
    }
}
