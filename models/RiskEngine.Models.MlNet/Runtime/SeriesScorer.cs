using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.TimeSeries;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.MlNet.Features;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>The scorer of one series under a model with a memory of its own: SSA spike or change point.</summary>
/// <remarks>Its state is the whole model as ML.NET saves it, some kilobytes a series; saving takes about a millisecond. ML.NET goes on learning whatever
/// <c>learn</c> says; only the calibration rests.</remarks>
internal sealed class SeriesScorer : IScorer
{
    private const byte Format = 1;
    private readonly MlNetModel _model;
    private readonly IReadOnlyList<FeatureColumn> _columns;
    private readonly FeatureRow _row;
    private readonly ScoreTail? _tail;
    private readonly SeriesValue _value = new();
    private SeriesVerdict _verdict = new();
    private TimeSeriesPredictionEngine<SeriesValue, SeriesVerdict> _engine;
    private double _raw = double.NaN;

    /// <param name="model">The model.</param>
    /// <param name="transformer">A copy of it for this series alone: engines made of one transformer share what it remembers.</param>
    /// <param name="columns">Its input.</param>
    public SeriesScorer(MlNetModel model, ITransformer transformer, IReadOnlyList<FeatureColumn> columns)
    {
        (_model, _columns) = (model, columns);
        _row = new FeatureRow(model.Spec.Features);
        _tail = model.Calibrates ? new ScoreTail() : null;
        _engine = Engine(transformer);
    }

    public int Channels => _model.Spec.Inputs.Count;

    public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true)
    {
        var warming = _tail is { Warming: true };
        if (_row.Observe(at, values))
        {
            _value.Value = _row.Values[0];
            _engine.Predict(_value, ref _verdict);
            _raw = OutputColumn.Judgement(_verdict.Vector, _model.Output.Kind);
        }
        else
        {
            _raw = double.NaN;
        }

        if (!double.IsFinite(_raw)) return new(0, warming, double.NaN, double.NaN, double.NaN);
        var value = _tail?.Judge(_raw, learn) ?? Math.Clamp(_raw, 0, 1);
        return new(value, warming, double.NaN, double.NaN, double.NaN);
    }

    public IReadOnlyList<ScoreShare> Explain() => double.IsFinite(_raw)
        ? [new ScoreShare(_model.Name, 1, FormattableString.Invariant($"{(_model.Output.Kind == OutputKind.Spike ? "a spike" : "a change of course")} in {_row.Words()}"))]
        : [];

    public void Save(StateWriter writer)
    {
        using var stream = new MemoryStream();
        _engine.CheckPoint(MlNetModel.Context, stream);
        writer.Byte(Format);
        writer.Bytes(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        _row.Save(writer);
        _tail?.Save(writer);
    }

    public void Restore(ref StateReader reader)
    {
        if (reader.Byte() is not Format and var other) throw new StateFormatException($"state of {_model.Name} in format {other}; this version reads {Format}");
        var bytes = reader.Bytes().ToArray();
        try
        {
            _engine = Engine(MlNetModel.Read(bytes, _model.Name).Transformer);
        }
        catch (FormatException fault)
        {
            throw new StateFormatException(fault.Message);
        }

        _row.Restore(ref reader);
        _tail?.Restore(ref reader);
        _raw = double.NaN;
    }

    private TimeSeriesPredictionEngine<SeriesValue, SeriesVerdict> Engine(ITransformer transformer)
    {
        var input = SchemaDefinition.Create(typeof(SeriesValue));
        (input[0].ColumnName, input[0].ColumnType) = (_columns[0].Name, NumberDataViewType.Single);
        var output = SchemaDefinition.Create(typeof(SeriesVerdict));
        (output[0].ColumnName, output[0].ColumnType) = (_model.Output.Column.Name, _model.Output.Column.Type);
        return transformer.CreateTimeSeriesEngine<SeriesValue, SeriesVerdict>(MlNetModel.Context, ignoreMissingColumns: false, input, output);
    }
}
