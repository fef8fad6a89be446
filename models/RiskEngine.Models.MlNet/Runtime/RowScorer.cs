using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.MlNet.Features;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>The scorer of one series under a model that looks at one row at a time.</summary>
/// <remarks>
/// The model itself remembers nothing, so rows can be judged in one go: first all features, then the model's numbers for all of them, then, row by row, the
/// calibration. A feature's part in a score is how much
/// lower the model's own score would be with that feature at its usual value or at that of late, whichever is lower (occlusion: Zeiler and Fergus, 2014,
/// "Visualizing and understanding
/// convolutional networks"); it asks the model once more for each feature, for alerts only.
/// </remarks>
internal sealed class RowScorer(LoadedModel model) : IScorer
{
    private const byte WithoutUsual = 1;
    private const byte Format = 2;
    private const int RowsAtOnce = 32768;
    private const double Memory = 2000;
    private const double ShortMemory = 12;
    private readonly IRowJudge _judge = model.Judge;
    private readonly FeatureRow _row = new(model.Spec.Features);
    private readonly ScoreTail? _tail = model.Calibrates ? new ScoreTail() : null;
    private readonly double[] _usual = new double[model.Spec.Features.Count];
    private readonly double[] _late = new double[model.Spec.Features.Count];
    private int _learned;
    private double _raw = double.NaN;

    public int Channels => model.Spec.Inputs.Count;

    public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true)
    {
        var judgement = _row.Observe(at, values) ? _judge.Judge(_row.Values) : double.NaN;
        return ScoreOf(judgement, _row.Values, learn);
    }

    public void ObserveAll(ReadOnlySpan<EventTime> at, ReadOnlySpan<double> values, Span<Score> scores, bool learn = true)
    {
        var rows = new FeatureRows(model.Spec.Features.Count);
        var judgements = new double[Math.Min(at.Length, RowsAtOnce)];
        for (var first = 0; first < at.Length; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, at.Length - first);
            ObserveAtOnce(at.Slice(first, count), values[(first * Channels)..], scores[first..], learn, rows, judgements);
        }
    }

    public IReadOnlyList<ScoreShare> Explain()
    {
        if (!double.IsFinite(_raw)) return [];
        var parts = new double[_usual.Length];
        for (var i = 0; i < parts.Length; i++) parts[i] = LowerWithout(i);
        var sum = parts.Sum();
        if (sum <= 0) return [new ScoreShare(model.Name, 1, FormattableString.Invariant($"the model's {_judge.Output} is {_raw:G4} for {_row.Words()}"))];
        return
        [
            .. parts.Select((part, i) => new ScoreShare(model.Spec.Features[i].Text, part / sum, FormattableString.Invariant($"{_row.Values[i]:G4}, usually {_usual[i]:G4}")))
                .Where(share => share.Share > 0).OrderByDescending(share => share.Share).ThenBy(share => share.Part, StringComparer.Ordinal),
        ];
    }

    public void Save(StateWriter writer)
    {
        writer.Byte(Format);
        _row.Save(writer);
        _tail?.Save(writer);
        writer.Count(_learned);
        foreach (var usual in _usual) writer.Double(usual);
        foreach (var late in _late) writer.Double(late);
    }

    public void Restore(ref StateReader reader)
    {
        var format = reader.Byte();
        if (format is not (WithoutUsual or Format)) throw new StateFormatException($"state of {model.Name} in format {format}; this version reads {WithoutUsual} and {Format}");
        _row.Restore(ref reader);
        _tail?.Restore(ref reader);
        _learned = format == WithoutUsual ? 0 : reader.Small();
        for (var i = 0; i < _usual.Length; i++) _usual[i] = format == WithoutUsual ? 0 : reader.Double();
        for (var i = 0; i < _late.Length; i++) _late[i] = format == WithoutUsual ? 0 : reader.Double();
        _raw = double.NaN;
    }

    /// <summary>How much lower the model's score is with one feature as it usually is, or was of late; 0 where it is not lower, or not known.</summary>
    private double LowerWithout(int feature) => _learned == 0 ? 0 : Math.Max(LowerWith(feature, _usual[feature]), LowerWith(feature, _late[feature]));

    private double LowerWith(int feature, double instead)
    {
        var value = _row.Values[feature];
        _row.Values[feature] = (float)instead;
        var without = _judge.Judge(_row.Values);
        _row.Values[feature] = value;
        return double.IsFinite(without) ? Math.Max(0, _raw - without) : 0;
    }

    private void LearnUsual(ReadOnlySpan<float> features)
    {
        if (_learned < int.MaxValue) _learned++;
        var pace = Math.Max(1.0 / _learned, 1 / Memory);
        var latePace = Math.Max(pace, 1 / ShortMemory);
        for (var i = 0; i < _usual.Length; i++)
        {
            _usual[i] += (features[i] - _usual[i]) * pace;
            _late[i] += (features[i] - _late[i]) * latePace;
        }
    }

    private void ObserveAtOnce(ReadOnlySpan<EventTime> at, ReadOnlySpan<double> values, Span<Score> scores, bool learn, FeatureRows rows, double[] judgements)
    {
        rows.Clear();
        var complete = new bool[at.Length];
        for (var row = 0; row < at.Length; row++)
        {
            complete[row] = _row.Observe(at[row], values.Slice(row * Channels, Channels));
            rows.Add(complete[row] ? _row.Values : new float[_row.Values.Length]);
        }

        _judge.Judge(rows, judgements);
        for (var row = 0; row < at.Length; row++) scores[row] = ScoreOf(complete[row] ? judgements[row] : double.NaN, rows[row], learn);
    }

    private Score ScoreOf(double judgement, ReadOnlySpan<float> features, bool learn)
    {
        var warming = _tail is { Warming: true };
        _raw = judgement;
        if (!double.IsFinite(_raw)) return new(0, warming, double.NaN, double.NaN, double.NaN);
        var value = _tail?.Judge(_raw, learn) ?? Math.Clamp(_raw, 0, 1);
        if (learn) LearnUsual(features);
        return new(value, warming, double.NaN, double.NaN, double.NaN);
    }
}
