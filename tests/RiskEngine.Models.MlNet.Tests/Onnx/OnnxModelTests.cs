using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.MlNet.Tests.Runtime;
using RiskEngine.Tests;
using Xunit;

namespace RiskEngine.Models.MlNet.Tests.Onnx;

/// <summary>Models made elsewhere, on the real ONNX Runtime.</summary>
public sealed class OnnxModelTests
{
    private static readonly string[] Three = ["a", "b", "c"];

    [OnnxTheory]
    [InlineData(4, 13, 6, 0.75)]
    [InlineData(0, 0, 5.25, 0.5)]
    [InlineData(1, 2, 5, 0)]
    [InlineData(100, 0, 0, 1)]
    public void A_linear_model_scores_as_computed_by_hand(double a, double b, double c, double expected) =>
        Assert.Equal(expected, OnnxFile.Load("linear", Three).Create(3).Observe(At(0), [a, b, c]).Value);

    [OnnxTheory]
    [InlineData(1, 1, 0.26894142)]
    [InlineData(4, -1, 0.7310586)]
    [InlineData(-3, 0, 1.2339458e-4)]
    [InlineData(3, -1, 0.5)]
    public void A_perceptron_gives_its_probability_as_computed_by_hand(double a, double b, double expected)
    {
        var model = OnnxFile.Load("perceptron", ["a", "b"], calibrate: null);
        Assert.Equal(expected, model.Create(2).Observe(At(0), [a, b]).Value, 1e-7);
    }

    [OnnxTheory]
    [InlineData("scores", 0.5)]
    [InlineData("wide", 0.5)]
    [InlineData("odd", 0)]
    [InlineData("pair[1]", 0.5)]
    [InlineData("pair[0]", 1)]
    public void Inputs_are_filled_by_name_and_the_named_output_judges(string output, double expected)
    {
        var model = OnnxFile.Load("columns", Three, ["hour = c", "flow = a", "power = b"], output);
        Assert.Equal(expected, model.Create(3).Observe(At(0), [0.25, 17.25, 17.9]).Value);
        Assert.Equal(output == "odd" ? 1 : Math.Min(1, output == "pair[0]" ? 3 : 200), model.Create(3).Observe(At(0), [200, 3, 3]).Value);
    }

    [OnnxFact]
    public void Windows_before_the_model_and_calibration_after_it_are_those_of_all_trained_models()
    {
        var raw = OnnxFile.Load("linear", Three, ["a", "b", "avg(c, 3m)"]).Create(3);
        var scored = Enumerable.Range(0, 5).Select(row => raw.Observe(At(row), [0, 0, 5 + (row / 16.0)]).Value);
        Assert.Equal([0, 0.0625, 0.125, 0.25, 0.375], scored);

        var calibrated = OnnxFile.Load("linear", Three, calibrate: null).Create(3);
        var random = new Random(5);
        var scores = Enumerable.Range(0, 600).Select(
            row => calibrated.Observe(At(row), [random.NextDouble(), random.NextDouble(), row == 599 ? 500 : 300 + random.NextDouble()])).ToArray();
        Assert.All(scores[..100], score => Assert.True(score.Warming));
        Assert.InRange(scores[100..599].Average(score => score.Value), 0.3, 0.7);
        Assert.True(scores[599].Value > 0.999, $"{scores[599].Value}");
    }

    [OnnxFact]
    public void Explanation_shares_the_score_among_the_inputs_that_made_it()
    {
        var scorer = OnnxFile.Load("linear", Three).Create(3);
        for (var row = 0; row < 50; row++) scorer.Observe(At(row), [2, 4, 5]);
        scorer.Observe(At(50), [2 + 0.8, 4 - 0.8, 5 + 0.2], learn: false);
        var shares = scorer.Explain();
        Assert.Equal(["a", "c", "b"], shares.Select(share => share.Part));
        Assert.Equal([0.4, 0.4, 0.2], shares.Select(share => Math.Round(share.Share, 5)));
        Assert.Equal("2.8, usually 2", shares[0].Words);
    }

    [OnnxFact]
    public void A_restored_scorer_goes_on_as_the_saved_one()
    {
        var model = OnnxFile.Load("linear", TrainedModel.Inputs, ["flow", "max(pressure, 2h)", "power"], calibrate: null);
        var table = TrainedModel.Plant(900, 3);
        foreach (var stop in new[] { 1, 77, 640 })
        {
            IScorer kept = model.Create(3), restored = model.Create(3);
            for (var row = 0; row < stop; row++) kept.Observe(table.Times[row], table.Row(row));
            var writer = new StateWriter();
            kept.Save(writer);
            var reader = new StateReader(writer.Written);
            restored.Restore(ref reader);
            Assert.True(reader.AtEnd);
            for (var row = stop; row < table.Rows; row++)
                Assert.Equal(kept.Observe(table.Times[row], table.Row(row)), restored.Observe(table.Times[row], table.Row(row)));
        }
    }

    [OnnxFact]
    public void Many_rows_at_once_and_many_threads_score_to_the_bit_as_row_by_row()
    {
        var model = OnnxFile.Load("perceptron", ["a", "b"], calibrate: null);
        var random = new Random(8);
        var tables = Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 2000).Select(row => row % 301 == 0 ? double.NaN : (8 * random.NextDouble()) - 4).ToArray()).ToArray();
        var expected = tables.Select(RowByRow).ToArray();
        var (atOnce, parallel) = (new Score[1000], new double[tables.Length][]);
        model.Create(2).ObserveAll([.. Enumerable.Range(0, 1000).Select(At)], tables[0], atOnce);
        Assert.Equal(expected[0], atOnce.Select(score => score.Value));
        Parallel.For(0, tables.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => parallel[i] = RowByRow(tables[i]));
        Assert.Equal(expected, parallel);
        Assert.True(expected[0].Distinct().Count() > 500, "the rows look alike");

        double[] RowByRow(double[] values)
        {
            var scorer = model.Create(2);
            return [.. Enumerable.Range(0, values.Length / 2).Select(row => scorer.Observe(At(row), values.AsSpan(row * 2, 2)).Value)];
        }
    }

    [OnnxFact]
    public void A_row_that_the_model_itself_refuses_is_not_judged_and_disturbs_nothing()
    {
        var scorer = OnnxFile.Load("lookup", ["category"]).Create(1);
        Assert.Equal(0.5, scorer.Observe(At(0), [1]).Value);
        Assert.Equal(0, scorer.Observe(At(1), [7]).Value);
        Assert.Empty(scorer.Explain());
        Assert.Equal(0, scorer.Observe(At(2), [double.NaN]).Value);
        Assert.Equal(1, scorer.Observe(At(3), [2]).Value);
    }

    [OnnxFact]
    public void The_hash_names_the_file_the_features_and_the_output()
    {
        string[] columns = ["hour = c", "flow = a", "power = b"];
        var model = OnnxFile.Load("columns", Three, columns, "scores");
        Assert.Equal(model.ParameterHash, OnnxFile.Load("columns", Three, columns, "scores").ParameterHash);
        Assert.NotEqual(model.ParameterHash, OnnxFile.Load("columns", Three, columns, "wide").ParameterHash);
        Assert.NotEqual(model.ParameterHash, OnnxFile.Load("columns", Three, columns, "scores", calibrate: true).ParameterHash);
        Assert.NotEqual(model.ParameterHash, OnnxFile.Load("columns", Three, ["hour = c", "flow = b", "power = a"], "scores").ParameterHash);
        Assert.NotEqual(OnnxFile.Load("linear", Three).ParameterHash, model.ParameterHash);
        Assert.Equal("1", model.Version);
        Assert.Equal("model columns has 3 inputs (a, b, c), but is given 2; give them in this order", model.Refuses(2));
    }

    [OnnxFact]
    public void Observing_allocates_next_to_nothing()
    {
        var scorer = OnnxFile.Load("linear", Three, calibrate: null).Create(3);
        var values = new double[] { 1, 2, 3 };
        var next = 0;
        Observe();
        Assert.InRange(SteadyState.LeastBytes(Observe, 64_000) / 1000, 0, 64);

        void Observe()
        {
            for (var end = next + 1000; next < end; next++) scorer.Observe(At(next), values);
        }
    }

    private static EventTime At(int row) => EventTime.From(DateTimeOffset.UnixEpoch.AddMinutes(row));
}
