using Microsoft.ML;
using Microsoft.ML.Data;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>Judges with a model that ML.NET saved, a <c>.zip</c>.</summary>
internal sealed class MlNetJudge : IRowJudge
{
    private const int FewestRowsToShare = 512;
    private readonly ITransformer _transformer;
    private readonly IReadOnlyList<FeatureColumn> _columns;
    private readonly OutputColumn _output;
    private readonly int _features;
    private readonly ThreadLocal<BoundModel> _bound;
    private readonly Lock _binding = new();

    /// <exception cref="FormatException">The file is no such model, or does not fit the features.</exception>
    public MlNetJudge(byte[] bytes, MlNetSpec spec)
    {
        (_transformer, var schema) = Read(bytes, spec.File);
        (_columns, _features) = (FeatureColumn.Match(schema, spec.Features, spec.File), spec.Features.Count);
        _bound = new ThreadLocal<BoundModel>(Bind);
        if (!_transformer.IsRowToRowMapper)
        {
            throw new FormatException($"{spec.File}: a model with a memory of its own (a time series transform) cannot be run; "
                + "use one that looks at one row at a time, and features with windows such as avg(flow, 10m)");
        }

        _output = OutputColumn.Find(_transformer.GetOutputSchema(FeatureGetters.SchemaOf(_columns)), spec.Output, spec.File);
    }

    public string Output => _output.Column.Name;

    public OutputKind Kind => _output.Kind;

    /// <summary>All series of a thread share what ML.NET sets up for the model, a quarter of a millisecond of work.</summary>
    public double Judge(ReadOnlySpan<float> features) => (_bound.Value ?? throw new InvalidOperationException("the model was not bound")).Judge(features);

    /// <summary>ML.NET reads the rows as one view, with as many cursors as there are processors.</summary>
    public void Judge(FeatureRows rows, double[] judgements)
    {
        var view = _transformer.Transform(new FeatureView(_columns, rows, Environment.ProcessorCount));
        var output = _output with { Column = view.Schema[_output.Column.Name] };
        var cursors = view.GetRowCursorSet([output.Column], rows.Count < FewestRowsToShare ? 1 : Environment.ProcessorCount);
        if (cursors.Length == 1) ReadAll(cursors[0], output, judgements);
        else Parallel.ForEach(cursors, cursor => ReadAll(cursor, output, judgements));
    }

    private static (ITransformer Transformer, DataViewSchema? Schema) Read(byte[] bytes, string file)
    {
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            return (MlNetContext.Current.Model.Load(stream, out var schema), schema);
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException or InvalidDataException
            or IOException or ArgumentException or System.Reflection.TargetInvocationException)
        {
            throw new FormatException($"{file}: no model of ML.NET that can be loaded ({(fault.InnerException ?? fault).Message}); "
                + "train one with 'riskengine models train', or save one with MLContext.Model.Save", fault);
        }
    }

    private static void ReadAll(DataViewRowCursor cursor, OutputColumn output, double[] judgements)
    {
        using (cursor)
        {
            var (read, place) = (output.Reader(cursor), cursor.GetIdGetter());
            var id = default(DataViewRowId);
            while (cursor.MoveNext())
            {
                place(ref id);
                judgements[id.Low] = read();
            }
        }
    }

    private BoundModel Bind()
    {
        lock (_binding)
        {
            var rows = new FeatureRows(_features);
            rows.Add(new float[_features]);
            var getters = new FeatureGetters(_columns, rows);
            getters.GoTo(0);
            var live = new LiveRow(FeatureGetters.SchemaOf(_columns), getters);
            var mapper = _transformer.GetRowToRowMapper(live.Schema);
            var column = mapper.OutputSchema[_output.Column.Name];
            return new BoundModel(rows, live, (_output with { Column = column }).Reader(mapper.GetRow(live, [column])));
        }
    }
}
