using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.MlNet.Features;
using RiskEngine.Models.MlNet.Training;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>Trains a model on recordings and writes it as ML.NET does.</summary>
internal static class ModelTraining
{
    private const int FewestRows = 50;

    public static int Run(TrainingRequest request)
    {
        if (request.Trainer == TrainerKind.Pca && request.Features.Count < 2) throw new FormatException("PCA needs at least two features; name more with --features");
        var rows = Rows(request);
        if (rows.Count < FewestRows) throw new FormatException($"{rows.Count} rows have all features; at least {FewestRows} are needed");
        var context = MlNetContext.Create(request.Seed);
        FeatureColumn[] columns = [FeatureColumn.Vector("Features", request.Features.Count), new("Label", Microsoft.ML.Data.BooleanDataViewType.Instance, IsLabel: true)];
        var view = new FeatureView(columns, rows);
        var model = Fitted(request, context, view, rows.Count);
        if (Path.GetDirectoryName(request.Out) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        context.Model.Save(model, view.Schema, request.Out);
        return rows.Count;
    }

    private static ITransformer Fitted(TrainingRequest request, MLContext context, FeatureView view, int rows)
    {
        try
        {
            return Fit(request, context, view);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            var said = fault.Message.ReplaceLineEndings(" ");
            throw new FormatException($"ML.NET cannot learn from these {rows} rows: {said}; leave out features that never change, or train on more rows", fault);
        }
        catch (Exception fault) when (MissingLibrary.IsCauseOf(fault))
        {
            throw new FormatException($"{request.Trainer} has no library that can be loaded on {MissingLibrary.Words(fault)}; "
                + "install what is missing (for LightGBM on Linux: libgomp1), or use another trainer", fault);
        }
    }

    private static ITransformer Fit(TrainingRequest request, MLContext context, FeatureView view)
    {
        return request.Trainer switch
        {
            TrainerKind.Pca => context.Transforms.NormalizeMeanVariance("Features")
                .Append(context.AnomalyDetection.Trainers.RandomizedPca(rank: Rank(request), seed: request.Seed)).Fit(view),
            TrainerKind.FastTree => context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options { NumberOfThreads = 1, Seed = request.Seed }).Fit(view),
            TrainerKind.LightGbm => context.BinaryClassification.Trainers.LightGbm(Repeatable(request.Seed)).Fit(view),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Trainer, "no such trainer"),
        };
    }

    /// <summary>One thread, and sums by column always: which way is faster LightGBM would find out by timing both, and they round differently.</summary>
    private static LightGbmBinaryTrainer.Options Repeatable(int seed) => new()
    {
        NumberOfThreads = 1,
        Seed = seed,
        Deterministic = true,
        ForceColumnWise = true,
    };

    private static int Rank(TrainingRequest request)
    {
        var most = request.Features.Count - 1;
        var rank = request.Rank ?? Math.Clamp(request.Features.Count / 3, 1, most);
        return rank >= 1 && rank <= most ? rank : throw new FormatException($"--rank {rank} is outside 1 to {most}: fewer components than features");
    }

    private static FeatureRows Rows(TrainingRequest request)
    {
        var rows = new FeatureRows(request.Features.Count);
        foreach (var recording in request.Recordings)
        {
            var features = new FeatureRow(request.Features);
            var label = Label(request, recording);
            for (var row = 0; row < recording.Rows; row++)
            {
                if (!features.Observe(recording.Times[row], recording.Row(row))) continue;
                rows.Add(features.Values);
                rows.Labels.Add(label is not null && label[row] > 0);
            }
        }

        if (LearnsFromLabels(request) && (rows.Labels.TrueForAll(one => one) || rows.Labels.TrueForAll(one => !one)))
            throw new FormatException($"the label {request.Label} is the same in all {rows.Count} rows; both kinds are needed");
        return rows;
    }

    private static bool LearnsFromLabels(TrainingRequest request) => request.Trainer is TrainerKind.FastTree or TrainerKind.LightGbm;

    private static double[]? Label(TrainingRequest request, ChannelTable recording)
    {
        if (!LearnsFromLabels(request)) return null;
        if (request.Label is { } name && recording.Labels.TryGetValue(name, out var label)) return label;
        throw new FormatException($"{request.Trainer} learns from labels, and there is no label column '{request.Label}'; "
            + $"name one of {string.Join(", ", recording.Labels.Keys.DefaultIfEmpty("(none in the recording)"))} with --label");
    }
}
