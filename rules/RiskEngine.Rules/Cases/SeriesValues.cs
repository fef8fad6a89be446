namespace RiskEngine.Rules.Cases;

/// <summary>The values of a series: runs of equal or evenly changing values, gaps, and noise that is the same every time.</summary>
/// <param name="Runs">The runs and gaps in order.</param>
/// <param name="Every">Distance between two values.</param>
/// <param name="Noise">Largest deviation that is added to or taken from every number.</param>
/// <param name="Seed">Chooses the noise.</param>
public sealed record SeriesValues(IReadOnlyList<SeriesRun> Runs, TimeSpan Every, double Noise = 0, int Seed = 1)
{
    /// <summary>One value.</summary>
    public static SeriesValues Single(object? value) => new([new SeriesRun(value, 0, 1)], TimeSpan.Zero);

    /// <summary>How many values there are.</summary>
    public long Count => Runs.Sum(run => (long)run.Count);

    /// <summary>The values, each with its distance from the first: doubles, bools, texts, or null for an event without one.</summary>
    public IEnumerable<(TimeSpan After, object? Value)> Expand()
    {
        var random = new Random(Seed);
        var at = TimeSpan.Zero;
        var next = TimeSpan.Zero;
        foreach (var run in Runs)
        {
            if (run.Gap > TimeSpan.Zero) next = run.Gap;
            for (var i = 0; i < run.Count; i++)
            {
                at += next;
                next = Every;
                yield return (at, Disturb(run.At(i), random));
            }
        }
    }

    /// <summary>The distance of the last value from the first.</summary>
    public TimeSpan Length
    {
        get
        {
            var length = TimeSpan.Zero;
            var next = TimeSpan.Zero;
            foreach (var run in Runs)
            {
                if (run.Gap > TimeSpan.Zero) next = run.Gap;
                if (run.Count == 0) continue;
                length += next + (Every * (run.Count - 1));
                next = Every;
            }

            return length;
        }
    }

    private object? Disturb(object? value, Random random) =>
        Noise > 0 && value is double number ? Math.Round(number + (((random.NextDouble() * 2) - 1) * Noise), 9) : value;
}
