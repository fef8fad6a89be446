using Xunit;

namespace RiskEngine.Models.MlNet.Tests.Onnx;

/// <summary>Files and entries that do not fit: what is told, with place, value, fault and remedy.</summary>
public sealed class OnnxFaultTests
{
    private static readonly string[] Three = ["a", "b", "c"];
    private static readonly string[] ByName = ["hour = c", "flow = a", "power = b"];

    [OnnxTheory]
    [InlineData("linear", new[] { "a", "b" }, null, "its input features float[?,3] takes 3 numbers, but there are 2 features; list as many, in the order of the input")]
    [InlineData("columns", new[] { "flow = a", "power = b" }, "scores", "no feature goes to its input hour int64[?,1]; write 'hour = FEATURE' for one of them")]
    [InlineData("columns", new[] { "hour = c", "flow = a", "power = b", "max(a, 1h)" }, "scores",
        "no input takes the feature 'max(a, 1h)'; its inputs are flow float[?,1], power double[?,1], hour int64[?,1]; write 'INPUT = max(a, 1h)', or leave it out")]
    [InlineData("words", new[] { "a" }, null, "its input word string[?,1] takes no numbers; only float, double, int32, int64 and bool can be given; export the model without it")]
    public void Features_that_do_not_fit_the_inputs(string name, string[] features, string? output, string fault) => Refused(name, features, output, fault);

    [OnnxTheory]
    [InlineData(null, "it has 6 outputs, label int64[?,1], scores float[?,1], wide double[?,1], odd bool[?,1], pair float[?,2], text string[?,1]; "
        + "name the one that judges with output: NAME, or output: NAME[1] for the second number of one")]
    [InlineData("score", "it has no output score; it has label int64[?,1], scores float[?,1], "
        + "wide double[?,1], odd bool[?,1], pair float[?,2], text string[?,1]; name one with output:")]
    [InlineData("label", "its output label int64[?,1] is no judgement, which is a float, a double or a bool; "
        + "its outputs are label int64[?,1], scores float[?,1], wide double[?,1], odd bool[?,1], "
        + "pair float[?,2], text string[?,1]; name another with output:, or export the model with a score")]
    [InlineData("text", "its output text string[?,1] is no judgement, which is a float, a double or a bool; "
        + "its outputs are label int64[?,1], scores float[?,1], wide double[?,1], odd bool[?,1], "
        + "pair float[?,2], text string[?,1]; name another with output:, or export the model with a score")]
    [InlineData("pair", "its output pair has 2 numbers for a row, and one of them must judge; name it: output: \"pair[1]\" takes the last")]
    [InlineData("pair[2]", "its output pair has 2 numbers for a row, and none at [2]; the last is at [1]")]
    public void Outputs_that_are_no_judgement(string? output, string fault) => Refused("columns", ByName, output, fault);

    [OnnxFact]
    public void Operators_that_do_not_fit_as_many_features()
    {
        var fault = Assert.Throws<FormatException>(() => OnnxFile.Load("perceptron", Three)).Message;
        Assert.StartsWith($"{OnnxFile.Path("perceptron")}: the model cannot judge a row of 3 features (", fault, StringComparison.Ordinal);
        Assert.EndsWith("); list as many features as it was trained on, in its order", fault, StringComparison.Ordinal);
    }

    [OnnxFact]
    public void A_file_that_is_no_ONNX_model_or_a_part_of_one()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("riskengine-onnx-").FullName, "model.onnx");
        try
        {
            var whole = File.ReadAllBytes(OnnxFile.Path("linear"));
            foreach (var bytes in new[] { [], "not a model"u8.ToArray(), whole[..^40], whole[..60] })
            {
                File.WriteAllBytes(file, bytes);
                var fault = Assert.Throws<FormatException>(() => OnnxFile.LoadFrom(file, Three)).Message;
                Assert.StartsWith($"{file}: no ONNX model that can be loaded (", fault, StringComparison.Ordinal);
                Assert.Contains("); export it anew as one .onnx file with its weights in it", fault, StringComparison.Ordinal);
            }

            File.Copy(OnnxFile.Path("linear"), file, overwrite: true);
            Assert.Equal(3, OnnxFile.LoadFrom(file, Three).Create(3).Channels);
            File.Move(file, Path.ChangeExtension(file, ".zip"));
            Assert.Contains("no model of ML.NET that can be loaded",
                Assert.Throws<FormatException>(() => OnnxFile.LoadFrom(Path.ChangeExtension(file, ".zip"), Three)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static void Refused(string name, string[] features, string? output, string fault) =>
        Assert.Equal($"{OnnxFile.Path(name)}: {fault}", Assert.Throws<FormatException>(() => OnnxFile.Load(name, Three, features, output)).Message);
}
