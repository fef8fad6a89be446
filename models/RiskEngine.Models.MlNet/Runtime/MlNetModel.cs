using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Transforms.TimeSeries;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>A model that was trained with ML.NET, loaded once and shared by all its scorers.</summary>
internal sealed class MlNetModel : IModel
{
    private readonly MlNetSpec _spec;
    private readonly ITransformer _transformer;
    private readonly IReadOnlyList<FeatureColumn> _columns;
    private readonly Lock _binding = new();

    public MlNetModel(MlNetSpec spec)
    {
        _spec = spec;
        var bytes = File.ReadAllBytes(spec.File);
        (_transformer, var schema) = Read(bytes, spec.File);
        _columns = FeatureColumn.Match(schema, spec.Features, spec.File);
        IsSeries = !_transformer.IsRowToRowMapper;
        Output = OutputColumn.Find(_transformer.GetOutputSchema(FeatureGetters.SchemaOf(_columns)), spec.Output, spec.File);
        if (IsSeries && (Output.Kind is not (OutputKind.Spike or OutputKind.Change) || spec.Features.Count != 1))
            throw new FormatException($"{spec.File}: of models with a memory of their own only SSA spike and change point detection of one feature can be run");
        Calibrates = spec.Calibrate ?? Output.Kind is OutputKind.Score or OutputKind.Change;
        var features = string.Join(';', spec.Features.Select(feature => $"{feature.Column}={feature.Text}"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Version}/{string.Join(';', spec.Inputs)}/{features}/{Output.Column.Name}/{Calibrates}"));
        ParameterHash = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    public string Name => _spec.Name;

    public string Version => MlNetSpec.Version;

    public string ParameterHash { get; }

    public MlNetSpec Spec => _spec;

    public OutputColumn Output { get; }

    public bool Calibrates { get; }

    private bool IsSeries { get; }

    public string? Refuses(int channels) => channels == _spec.Inputs.Count
        ? null
        : $"model {Name} has {_spec.Inputs.Count} inputs ({string.Join(", ", _spec.Inputs)}), but is given {channels}; give them in this order";

    public IScorer Create(int channels)
    {
        if (Refuses(channels) is { } reason) throw new ArgumentOutOfRangeException(nameof(channels), channels, reason);
        return IsSeries ? new SeriesScorer(this, _transformer, _columns) : new RowScorer(this);
    }

    /// <summary>Binds the model to an array of features: the result computes its judgement from what stands in the array, once the row was advanced.</summary>
    public (LiveRow Row, Func<double> Read) Bind(float[] features)
    {
        lock (_binding)
        {
            var row = new LiveRow(FeatureGetters.SchemaOf(_columns), new FeatureGetters(_columns) { Row = features });
            var mapper = _transformer.GetRowToRowMapper(row.Schema);
            var column = mapper.OutputSchema[Output.Column.Name];
            return (row, (Output with { Column = column }).Reader(mapper.GetRow(row, [column])));
        }
    }

    /// <summary>Reads a model's file.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static (ITransformer Transformer, DataViewSchema? Schema) Read(byte[] bytes, string file)
    {
        var context = NewContext();
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            return (context.Model.Load(stream, out var schema), schema);
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException or InvalidDataException or IOException or ArgumentException or System.Reflection.TargetInvocationException)
        {
            throw new FormatException($"{file}: no model of ML.NET that can be loaded ({(fault.InnerException ?? fault).Message}); train one with 'riskengine models train', or save one with MLContext.Model.Save", fault);
        }
    }

    /// <summary>A context that knows the trainers of the packages beside the main one.</summary>
    public static MLContext NewContext(int seed = 1)
    {
        var context = new MLContext(seed);
        context.ComponentCatalog.RegisterAssembly(typeof(FastTreeBinaryTrainer).Assembly);
        context.ComponentCatalog.RegisterAssembly(typeof(SsaSpikeEstimator).Assembly);
        return context;
    }
}
