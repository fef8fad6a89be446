using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using Microsoft.ML;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.MlNet.Training;
using RiskEngine.Tests;
using Xunit;

namespace RiskEngine.Models.MlNet.Tests.Runtime;

/// <summary>The adapter on the real ML.NET.</summary>
public sealed class MlNetModelTests
{
    [Theory]
    [InlineData(TrainerKind.Pca, new[] { "flow", "pressure", "power", "avg(flow, 2h)" })]
    [InlineData(TrainerKind.FastTree, new[] { "flow", "power", "stddev(power, 3h)" })]
    [LightGbmData(TrainerKind.LightGbm, new[] { "flow", "power", "max(power, 2h)" })]
    public void A_trained_model_scores_the_odd_rows_higher(TrainerKind trainer, string[] features)
    {
        using var trained = new TrainedModel();
        var model = trained.Train(trainer, TrainedModel.Plant(2000, 1), features);
        var fresh = TrainedModel.Plant(2000, 2);
        var scores = SeriesScoring.Scores(model, fresh);
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
        var odd = fresh.Labels["anomaly"];
        var (oddMean, evenMean) = (Mean(row => odd[row] > 0), Mean(row => odd[row] == 0));
        Assert.True(oddMean > evenMean + 0.2, $"{trainer}: odd {oddMean:F3}, even {evenMean:F3}");

        double Mean(Func<int, bool> which) => Enumerable.Range(600, 1400).Where(which).Average(row => scores[row]);
    }

    [Theory]
    [InlineData(TrainerKind.Pca, new[] { "flow", "pressure", "power" })]
    [InlineData(TrainerKind.FastTree, new[] { "flow", "pressure", "power" })]
    [LightGbmData(TrainerKind.LightGbm, new[] { "flow", "pressure", "power" })]
    public void Explanation_names_the_feature_that_is_odd_and_what_it_usually_is(TrainerKind trainer, string[] features)
    {
        using var trained = new TrainedModel();
        var scorer = trained.Train(trainer, TrainedModel.Plant(2000, 1), features).Create(3);
        var fresh = TrainedModel.Plant(2000, 2);
        var (named, odd) = (0, 0);
        var last = "";
        for (var row = 0; row < fresh.Rows; row++)
        {
            scorer.Observe(fresh.Times[row], fresh.Row(row));
            if (row < 600 || fresh.Labels["anomaly"][row] == 0) continue;
            odd++;
            var strongest = scorer.Explain()[0];
            last = string.Join("; ", scorer.Explain());
            if (strongest.Part == "power" && strongest.Words.Contains("usually 4", StringComparison.Ordinal)) named++;
        }

        Assert.True(named >= 0.9 * odd, $"{named} of {odd}, the last one {last}");
    }

    [Theory]
    [InlineData(TrainerKind.Pca, new[] { "flow", "pressure", "power", "avg(flow, 2h)" })]
    [InlineData(TrainerKind.FastTree, new[] { "flow", "power", "stddev(power, 3h)" })]
    [LightGbmData(TrainerKind.LightGbm, new[] { "flow", "power", "max(power, 2h)" })]
    public void A_restored_scorer_goes_on_as_the_saved_one(TrainerKind trainer, string[] features)
    {
        using var trained = new TrainedModel();
        var model = trained.Train(trainer, TrainedModel.Plant(1500, 1), features);
        var table = TrainedModel.Plant(1200, 3);
        foreach (var stop in new[] { 1, 77, 640 })
        {
            var kept = model.Create(3);
            for (var row = 0; row < stop; row++) kept.Observe(table.Times[row], table.Row(row));
            var writer = new StateWriter();
            kept.Save(writer);
            var reader = new StateReader(writer.Written);
            var restored = model.Create(3);
            restored.Restore(ref reader);
            Assert.True(reader.AtEnd);
            for (var row = stop; row < table.Rows; row++)
                Assert.Equal(kept.Observe(table.Times[row], table.Row(row)), restored.Observe(table.Times[row], table.Row(row)));
        }
    }

    [Theory]
    [InlineData(TrainerKind.Pca, new[] { "flow", "pressure", "power", "avg(flow, 2h)" })]
    [InlineData(TrainerKind.FastTree, new[] { "flow", "power", "stddev(power, 3h)" })]
    [LightGbmData(TrainerKind.LightGbm, new[] { "flow", "power", "max(power, 2h)" })]
    public void Nothing_that_is_fed_disturbs_it(TrainerKind trainer, string[] features)
    {
        using var trained = new TrainedModel();
        var table = TrainedModel.Plant(1000, 1);
        var scorer = trained.Train(trainer, table, features).Create(3);
        double[][] odd = [[double.NaN, 1, 2], [double.PositiveInfinity, double.NegativeInfinity, 0], [1e300, -1e300, 1e-300], [0, 0, 0], [double.NaN, double.NaN, double.NaN]];
        for (var row = 0; row < 600; row++)
        {
            var score = scorer.Observe(table.Times[row * 37 % 1000], row % 5 == 0 ? odd[row / 5 % odd.Length] : table.Row(row), row % 3 != 0);
            Assert.InRange(score.Value, 0, 1);
            Assert.True(scorer.Explain().Count == 0 || Math.Abs(scorer.Explain().Sum(share => share.Share) - 1) < 1e-9);
        }

        Assert.Throws<StateFormatException>(() =>
        {
            var reader = new StateReader([9, 9, 9]);
            scorer.Restore(ref reader);
        });
    }

    [Theory]
    [InlineData(TrainerKind.Pca, new[] { "flow", "pressure", "power", "avg(flow, 2h)" })]
    [InlineData(TrainerKind.FastTree, new[] { "flow", "power", "stddev(power, 3h)" })]
    [LightGbmData(TrainerKind.LightGbm, new[] { "flow", "power", "max(power, 2h)" })]
    public void Many_rows_at_once_score_and_leave_behind_what_row_by_row_does(TrainerKind trainer, string[] features)
    {
        using var trained = new TrainedModel();
        var model = trained.Train(trainer, TrainedModel.Plant(1500, 1), features);
        var table = TrainedModel.Plant(9000, 4);
        for (var row = 40; row < table.Rows; row += 501) table.Values[(row * 3) + (row % 3)] = row % 2 == 0 ? double.NaN : double.PositiveInfinity;
        IScorer oneByOne = model.Create(3), atOnce = model.Create(3);
        var scores = new Score[table.Rows];
        foreach (var (first, count, learn) in new[] { (0, 1, true), (1, 599, true), (600, 300, false), (900, 8100, true) })
        {
            atOnce.ObserveAll(table.Times.AsSpan(first, count), table.Values.AsSpan(first * 3, count * 3), scores.AsSpan(first), learn);
            for (var row = first; row < first + count; row++) Assert.Equal(oneByOne.Observe(table.Times[row], table.Row(row), learn), scores[row]);
            Assert.Equal(oneByOne.Explain(), atOnce.Explain());
            Assert.Equal(Saved(oneByOne), Saved(atOnce));
        }
    }

    [Theory]
    [InlineData(TrainerKind.Pca, new[] { "flow", "pressure", "power", "avg(flow, 2h)" })]
    [InlineData(TrainerKind.FastTree, new[] { "flow", "power", "stddev(power, 3h)" })]
    [LightGbmData(TrainerKind.LightGbm, new[] { "flow", "power", "max(power, 2h)" })]
    public void Series_do_not_disturb_each_other_whatever_thread_they_are_on(TrainerKind trainer, string[] features)
    {
        using var trained = new TrainedModel();
        var model = trained.Train(trainer, TrainedModel.Plant(1000, 1), features);
        var tables = Enumerable.Range(2, 8).Select(seed => TrainedModel.Plant(700, seed)).ToArray();
        var expected = tables.Select(table => RowByRow(model, table)).ToArray();
        var scores = new double[tables.Length][];
        Parallel.For(0, tables.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => scores[i] = RowByRow(model, tables[i]));
        Assert.Equal(expected, scores);
        Assert.NotEqual(expected[0], expected[1]);

        var mixed = tables.Take(2).Select(table => (Scorer: model.Create(3), Table: table, Scores: new double[table.Rows])).ToArray();
        for (var row = 0; row < 700; row++)
            foreach (var (scorer, table, own) in mixed) own[row] = scorer.Observe(table.Times[row], table.Row(row)).Value;
        Assert.Equal(expected[..2], mixed.Select(one => one.Scores));
    }

    [Theory]
    [InlineData(TrainerKind.Pca, "Score")]
    [InlineData(TrainerKind.FastTree, "Probability")]
    [LightGbmData(TrainerKind.LightGbm, "Probability")]
    public void Training_twice_gives_the_same_scores_and_they_are_those_of_ML_NET(TrainerKind trainer, string output)
    {
        using TrainedModel first = new(), second = new();
        var table = TrainedModel.Plant(800, 1);
        var features = TrainedModel.Parse(TrainedModel.Inputs, "flow", "pressure", "power");
        first.Train(trainer, table, "flow", "pressure", "power");
        second.Train(trainer, table, "flow", "pressure", "power");
        var scores = RowByRow(first.Load(TrainedModel.Inputs, features, calibrate: false), table);
        Assert.Equal(scores, SeriesScoring.Scores(second.Load(TrainedModel.Inputs, features, calibrate: false), table));
        Assert.True(scores.Distinct().Count() > 2, "a model that tells nothing apart");

        var context = new MLContext(1);
        foreach (var type in new[] { typeof(FastTreeBinaryTrainer), typeof(LightGbmBinaryTrainer) }) context.ComponentCatalog.RegisterAssembly(type.Assembly);
        var rows = Enumerable.Range(0, table.Rows).Select(row => new Batch { Features = [.. table.Row(row).ToArray().Select(value => (float)value)] });
        var scored = context.Model.Load(first.File, out _).Transform(context.Data.LoadFromEnumerable(rows));
        Assert.Equal(scores, scored.GetColumn<float>(output).Select(value => (double)value));
    }

    [Theory]
    [InlineData(TrainerKind.FastTree)]
    [InlineData(TrainerKind.LightGbm)]
    public void A_trainer_that_learns_from_labels_says_what_it_lacks(TrainerKind trainer)
    {
        using var trained = new TrainedModel();
        var (table, features) = (TrainedModel.Plant(300, 1), TrainedModel.Parse(TrainedModel.Inputs, "flow"));
        var request = new TrainingRequest { Trainer = trainer, Recordings = [table], Features = features, Label = "broken", Out = trained.File };
        Assert.Equal(
            $"{trainer} learns from labels, and there is no label column 'broken'; name one of anomaly with --label",
            Assert.Throws<FormatException>(() => MlNetAdapter.Train(request)).Message);
        Array.Clear(table.Labels["anomaly"]);
        Assert.Equal(
            "the label anomaly is the same in all 300 rows; both kinds are needed",
            Assert.Throws<FormatException>(() => MlNetAdapter.Train(request with { Label = "anomaly" })).Message);
    }

    [Fact]
    public void Rows_that_nothing_can_be_learned_from_are_told_with_a_remedy()
    {
        using var trained = new TrainedModel();
        var table = TrainedModel.Plant(300, 1);
        Array.Fill(table.Values, 7);
        var fault = Assert.Throws<FormatException>(() => trained.Train(TrainerKind.Pca, table, "flow", "power"));
        Assert.StartsWith("ML.NET cannot learn from these 300 rows: ", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("; leave out features that never change, or train on more rows", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Observing_allocates_next_to_nothing()
    {
        using var trained = new TrainedModel();
        var table = TrainedModel.Plant(2000, 1);
        var scorer = trained.Train(TrainerKind.Pca, table, "flow", "pressure", "avg(power, 2h)").Create(3);
        var next = 0;
        Observe(1000);
        Assert.InRange(SteadyState.LeastBytes(() => Observe(50), 50 * 512) / 50, 0, 512);

        void Observe(int rows)
        {
            for (var end = next + rows; next < end; next++) scorer.Observe(table.Times[next], table.Row(next));
        }
    }

    private static double[] RowByRow(IModel model, ChannelTable table)
    {
        var scorer = model.Create(table.Channels);
        var scores = new double[table.Rows];
        for (var row = 0; row < scores.Length; row++) scores[row] = scorer.Observe(table.Times[row], table.Row(row)).Value;
        return scores;
    }

    private static byte[] Saved(IScorer scorer)
    {
        var writer = new StateWriter();
        scorer.Save(writer);
        return writer.Written.ToArray();
    }

    private sealed class Batch
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
