using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>One small detector of <c>auto</c>: it looks at a reading, says how surprising that is, then learns from it.</summary>
/// <remarks>A part of weight 0 is not built. Bounded in memory; observing allocates nothing.</remarks>
internal abstract class Part
{
    private float _evidence, _unknown;

    /// <summary>What the last reading showed, in weighted powers of ten.</summary>
    public double Evidence
    {
        get => _evidence;
        protected set => _evidence = (float)value;
    }

    /// <summary>What only shows how much is still unknown: learned as evidence, never reported.</summary>
    public double Unknown
    {
        get => _unknown;
        protected set => _unknown = (float)value;
    }

    /// <summary>Judges a reading from what was learned before it, then learns from it.</summary>
    public abstract void Observe(in Observation reading);

    /// <summary>What it found in the reading last observed: names, weighted evidence, words a dispatcher reads.</summary>
    /// <param name="reading">That reading.</param>
    /// <param name="zone">The name of the zone whose hours it tells.</param>
    public abstract IEnumerable<ScoreShare> Findings(Observation reading, string zone);

    /// <summary>Writes the state.</summary>
    public abstract void Save(StateWriter writer);

    /// <summary>Reads the state; nothing is found until the next reading.</summary>
    public void Restore(ref StateReader reader)
    {
        (Evidence, Unknown) = (0, 0);
        Read(ref reader);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    protected abstract void Read(ref StateReader reader);
}
