using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.MlNet.Features;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>The scorer of one series under a model that looks at one row at a time.</summary>
/// <remarks>The model is bound to one array of features that is filled anew for every row, so nothing is set up per event.</remarks>
internal sealed class RowScorer(MlNetModel model) : IScorer
{
    private const byte Format = 1;
    private readonly FeatureRow _row = new(model.Spec.Features);
    private readonly ScoreTail? _tail = model.Calibrates ? new ScoreTail() : null;
    private LiveRow? _live;
    private Func<double>? _read;
    private double _raw = double.NaN;

    public int Channels => model.Spec.Inputs.Count;

    public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true)
    {
        var warming = _tail is { Warming: true };
        _raw = _row.Observe(at, values) ? Judge() : double.NaN;
        if (!double.IsFinite(_raw)) return new(0, warming, double.NaN, double.NaN, double.NaN);
        var value = _tail?.Judge(_raw, learn) ?? Math.Clamp(_raw, 0, 1);
        return new(value, warming, double.NaN, double.NaN, double.NaN);
    }

    public IReadOnlyList<ScoreShare> Explain() => double.IsFinite(_raw)
        ? [new ScoreShare(model.Name, 1, FormattableString.Invariant($"the model's {model.Output.Column.Name} is {_raw:G4} for {_row.Words()}"))]
        : [];

    public void Save(StateWriter writer)
    {
        writer.Byte(Format);
        _row.Save(writer);
        _tail?.Save(writer);
    }

    public void Restore(ref StateReader reader)
    {
        if (reader.Byte() is not Format and var other) throw new StateFormatException($"state of {model.Name} in format {other}; this version reads {Format}");
        _row.Restore(ref reader);
        _tail?.Restore(ref reader);
        _raw = double.NaN;
    }

    private double Judge()
    {
        if (_live is null || _read is null) (_live, _read) = model.Bind(_row.Values);
        _live.Advance();
        return _read();
    }
}
