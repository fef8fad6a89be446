using Microsoft.ML.Data;
using Microsoft.ML;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.MlNet.Runtime;
using RiskEngine.Models.MlNet.Tests.Onnx;
using RiskEngine.Models.MlNet.Training;
using Xunit;

namespace RiskEngine.Models.MlNet.Tests.Runtime;

/// <summary>Models that somebody else has made, and files that are none.</summary>
public sealed class ForeignModelTests
{
    [OnnxFact]
    public void An_ONNX_step_inside_a_model_of_ML_NET_runs()
    {
        using var trained = new TrainedModel();
        var context = new MLContext(1);
        var view = context.Data.LoadFromEnumerable([new Onnx { features = [1, 2, 3] }]);
        var step = context.Transforms.ApplyOnnxModel("score", "features", OnnxFile.Path("linear"), new Dictionary<string, int[]> { ["features"] = [1, 3], ["score"] = [1, 1] });
        context.Model.Save(step.Fit(view), view.Schema, trained.File);
        var model = MlNetAdapter.Load(new MlNetSpec
        {
            Name = "step", File = trained.File, Inputs = TrainedModel.Inputs,
            Features = TrainedModel.Parse(TrainedModel.Inputs, "flow", "pressure", "power"), Output = "score", Calibrate = false,
        });
        Assert.Equal(0.75, model.Create(3).Observe(default, [4, 13, 6]).Value);
    }

    [Fact]
    public void A_model_of_someone_else_takes_features_by_the_names_of_its_columns()
    {
        using var trained = new TrainedModel();
        var table = TrainedModel.Plant(1000, 1);
        var context = new MLContext(1);
        var rows = Enumerable.Range(0, table.Rows)
            .Select(row => new Named { Flow = (float)table.Row(row)[0], Power = (float)table.Row(row)[2], Site = "north" }).ToArray();
        var pipeline = context.Transforms.Concatenate("Features", "Flow", "Power").Append(context.Transforms.NormalizeMeanVariance("Features"))
            .Append(context.AnomalyDetection.Trainers.RandomizedPca(rank: 1, seed: 1));
        var view = context.Data.LoadFromEnumerable(rows);
        context.Model.Save(pipeline.Fit(view), view.Schema, trained.File);
        var model = trained.Load(TrainedModel.Inputs, TrainedModel.Parse(TrainedModel.Inputs, "Power = power", "Flow = flow"));
        Assert.Contains(SeriesScoring.Scores(model, table), score => score > 0.9);
        var fault = Assert.Throws<FormatException>(() => trained.Load(TrainedModel.Inputs, TrainedModel.Parse(TrainedModel.Inputs, "Power = power", "pressure")));
        Assert.Contains("no column takes the feature 'pressure'; the model was trained on Flow (Single), Power (Single), Site (String)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_model_and_a_wrong_count_of_inputs_are_told()
    {
        using var trained = new TrainedModel();
        File.WriteAllText(trained.File, "not a zip");
        var features = TrainedModel.Parse(TrainedModel.Inputs, "flow", "power");
        Assert.Contains(
            "no model of ML.NET that can be loaded", Assert.Throws<FormatException>(() => trained.Load(TrainedModel.Inputs, features)).Message, StringComparison.Ordinal);
        var model = trained.Train(TrainerKind.Pca, TrainedModel.Plant(300, 1), "flow", "power");
        Assert.Equal("model plant has 3 inputs (flow, pressure, power), but is given 2; give them in this order", model.Refuses(2));
        Assert.Null(model.Refuses(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Create(2));
    }

    private sealed class Onnx
    {
#pragma warning disable IDE1006, SA1300 // ML.NET takes the name of the column from it.
        [VectorType(1, 3)]
        public float[] features { get; set; } = [];
#pragma warning restore IDE1006, SA1300
    }

    private sealed class Named
    {
        public float Flow { get; set; }

        public float Power { get; set; }

        public string Site { get; set; } = "";
    }
}
