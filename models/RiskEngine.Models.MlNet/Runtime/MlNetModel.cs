using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>A model that was trained with ML.NET, loaded once and shared by all its scorers.</summary>
internal sealed class MlNetModel : IModel
{
    private const int FewestRowsToShare = 512;
    [ThreadStatic]
    private static MLContext? OfThread;
    private readonly MlNetSpec _spec;
    private readonly byte[] _bytes;
    private readonly ITransformer _transformer;
    private readonly IReadOnlyList<FeatureColumn> _columns;
    private readonly ThreadLocal<BoundModel> _bound;
    private readonly Lock _binding = new();

    public MlNetModel(MlNetSpec spec)
    {
        _spec = spec;
        _bytes = File.ReadAllBytes(spec.File);
        (_transformer, var schema) = Read(_bytes, spec.File);
        _columns = FeatureColumn.Match(schema, spec.Features, spec.File);
        _bound = new ThreadLocal<BoundModel>(Bind);
        if (!_transformer.IsRowToRowMapper) throw new FormatException($"{spec.File}: a model with a memory of its own (a time series transform) cannot be run; use one that looks at one row at a time, and features with windows such as avg(flow, 10m)");
        Output = OutputColumn.Find(_transformer.GetOutputSchema(FeatureGetters.SchemaOf(_columns)), spec.Output, spec.File);
        Calibrates = spec.Calibrate ?? Output.Kind == OutputKind.Score;
        var features = string.Join(';', spec.Features.Select(feature => $"{feature.Column}={feature.Text}"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_bytes);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Version}/{string.Join(';', spec.Inputs)}/{features}/{Output.Column.Name}/{Calibrates}"));
        ParameterHash = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    public string Name => _spec.Name;

    public string Version => MlNetSpec.Version;

    public string ParameterHash { get; }

    public MlNetSpec Spec => _spec;

    public OutputColumn Output { get; }

    public bool Calibrates { get; }

    public string? Refuses(int channels) => channels == _spec.Inputs.Count
        ? null
        : $"model {Name} has {_spec.Inputs.Count} inputs ({string.Join(", ", _spec.Inputs)}), but is given {channels}; give them in this order";

    public IScorer Create(int channels)
    {
        if (Refuses(channels) is { } reason) throw new ArgumentOutOfRangeException(nameof(channels), channels, reason);
        return new RowScorer(this);
    }

    /// <summary>The model's own number for one row of features. All series of a thread share what ML.NET sets up for it, a quarter of a millisecond of work.</summary>
    public double Judge(ReadOnlySpan<float> features) => (_bound.Value ?? throw new InvalidOperationException("the model was not bound")).Judge(features);

    /// <summary>The model's own number for every row, as <see cref="Judge(ReadOnlySpan{float})"/> gives it: ML.NET reads them as one view, with as many cursors as there are processors.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="judgements">Gets one number per row.</param>
    public void Judge(FeatureRows rows, double[] judgements)
    {
        var view = _transformer.Transform(new FeatureView(_columns, rows, Environment.ProcessorCount));
        var output = Output with { Column = view.Schema[Output.Column.Name] };
        var cursors = view.GetRowCursorSet([output.Column], rows.Count < FewestRowsToShare ? 1 : Environment.ProcessorCount);
        if (cursors.Length == 1) ReadAll(cursors[0], output, judgements);
        else Parallel.ForEach(cursors, cursor => ReadAll(cursor, output, judgements));
    }

    /// <summary>Reads a model's file.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static (ITransformer Transformer, DataViewSchema? Schema) Read(byte[] bytes, string file)
    {
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            return (Context.Model.Load(stream, out var schema), schema);
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException or InvalidDataException or IOException or ArgumentException or System.Reflection.TargetInvocationException)
        {
            throw new FormatException($"{file}: no model of ML.NET that can be loaded ({(fault.InnerException ?? fault).Message}); train one with 'riskengine models train', or save one with MLContext.Model.Save", fault);
        }
    }

    /// <summary>A context to load and save with, one for each thread: making one takes milliseconds, and some hundred kilobytes.</summary>
    public static MLContext Context => OfThread ??= NewContext();

    /// <summary>A context that knows the trainers of the packages beside the main one.</summary>
    public static MLContext NewContext(int seed = 1)
    {
        var context = new MLContext(seed);
        context.ComponentCatalog.RegisterAssembly(typeof(FastTreeBinaryTrainer).Assembly);
        return context;
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
            var rows = new FeatureRows(_spec.Features.Count);
            rows.Add(new float[_spec.Features.Count]);
            var getters = new FeatureGetters(_columns, rows);
            getters.GoTo(0);
            var live = new LiveRow(FeatureGetters.SchemaOf(_columns), getters);
            var mapper = _transformer.GetRowToRowMapper(live.Schema);
            var column = mapper.OutputSchema[Output.Column.Name];
            return new BoundModel(rows, live, (Output with { Column = column }).Reader(mapper.GetRow(live, [column])));
        }
    }
}
