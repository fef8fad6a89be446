using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Models.Learning;

/// <summary>What scorers have in common: checked and cleaned values, rows without any, a count of rows learned, a format number before the state.</summary>
/// <remarks>
/// A scorer of its own judges a row, says when it is warming, saves its parts and explains; see <c>ForestScorer</c> for a short one.
/// Owned by one task.
/// </remarks>
internal abstract class LearningScorer : IScorer
{
    private const double MostRarity = 12;
    private readonly string _model;
    private readonly byte _format;
    private readonly double _largest;
    private readonly double[] _values;

    /// <summary>Creates a scorer that has learned nothing.</summary>
    /// <param name="model">Its model's name, for messages.</param>
    /// <param name="format">Changes whenever a state saved before would not fit.</param>
    /// <param name="channels">At least 1.</param>
    /// <param name="largest">Values farther from zero than this are taken for this; keeps sums of squares finite.</param>
    protected LearningScorer(string model, byte format, int channels, double largest = 1e30) =>
        (_model, _format, _values, _largest) = (model, format, new double[channels], largest);

    /// <inheritdoc/>
    public int Channels => _values.Length;

    /// <summary>The row to judge: within the limits, NaN where a channel has no value.</summary>
    protected double[] Values => _values;

    /// <summary>Rows learned so far.</summary>
    protected int Learned { get; private set; }

    /// <summary>Whether it has not learned enough to judge.</summary>
    protected abstract bool Warming { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The row has another number of channels.</exception>
    public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true)
    {
        if (values.Length != _values.Length) throw WrongChannels(values.Length);
        var present = false;
        for (var c = 0; c < _values.Length; c++)
        {
            _values[c] = double.IsFinite(values[c]) ? Math.Clamp(values[c], -_largest, _largest) : double.NaN;
            present |= !double.IsNaN(_values[c]);
        }

        return present ? Judge(at, learn) : Absent(at);
    }

    /// <inheritdoc/>
    public abstract IReadOnlyList<ScoreShare> Explain();

    /// <inheritdoc/>
    public void Save(StateWriter writer)
    {
        writer.Byte(_format);
        SaveParts(writer);
        writer.Count(Learned);
    }

    /// <inheritdoc/>
    public void Restore(ref StateReader reader)
    {
        var format = reader.Byte();
        if (format != _format) throw new StateFormatException($"state of {_model} in format {format}; this version reads {_format}");
        RestoreParts(ref reader);
        Learned = reader.Small();
    }

    /// <summary>Judges the row in <see cref="Values"/>, of which at least one is there, and learns from it where asked to.</summary>
    protected abstract Score Judge(EventTime at, bool learn);

    /// <summary>What it says of a row without any value.</summary>
    protected virtual Score Absent(EventTime at) => Answer(0);

    /// <summary>Writes what was learned, but for the count of rows.</summary>
    protected abstract void SaveParts(StateWriter writer);

    /// <summary>Reads what <see cref="SaveParts"/> wrote.</summary>
    protected abstract void RestoreParts(ref StateReader reader);

    /// <summary>Counts the row as learned.</summary>
    protected void Count() => Learned = Math.Min(Learned + 1, int.MaxValue - 1);

    /// <summary>The answer of a rarity in powers of ten (3: one row in a thousand), without a band.</summary>
    protected Score Answer(double rarity) => new(ScoreOf(rarity), Warming, double.NaN, double.NaN, double.NaN);

    /// <summary>A rarity in powers of ten as a score; 0 where it is not above 0.</summary>
    protected static double ScoreOf(double rarity) => rarity <= 0 ? 0 : 1 - Math.Pow(10, -rarity);

    /// <summary>The rarity of something with this chance, in powers of ten, at most twelve.</summary>
    protected static double Rarity(double chance) => Math.Min(MostRarity, -Math.Log10(chance));

    private ArgumentException WrongChannels(int given) =>
        new($"{_model}: a row of length {given} where it was made for {_values.Length}; give one number per channel, NaN where one has none", nameof(Values));
}
