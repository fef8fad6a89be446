using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RiskEngine.Models.MlNet.Features;

namespace RiskEngine.Models.MlNet.Onnx;

/// <summary>One input of an ONNX model for one row, and the features that fill it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its numbers.</param>
/// <param name="Shape">Its shape; the batch is one row.</param>
/// <param name="First">Place of the first feature in it.</param>
/// <param name="Count">How many features it takes.</param>
internal sealed record OnnxInput(string Name, TensorElementType Type, long[] Shape, int First, int Count)
{
    /// <summary>Matches features with the inputs of a model: all with its only input, in order; else one with each, by name.</summary>
    /// <exception cref="FormatException">They do not fit; the message says how.</exception>
    public static IReadOnlyList<OnnxInput> Match(InferenceSession session, IReadOnlyList<Feature> features, string file)
    {
        if (session.InputNames.Count == 0) throw new FormatException($"{file}: the model has no input; export one that computes its output from the features");
        foreach (var name in session.InputNames)
        {
            if (!TakesNumbers(session.InputMetadata[name]))
                throw new FormatException($"{file}: its input {Text(name, session)} takes no numbers; "
                    + "only float, double, int32, int64 and bool can be given; export the model without it");
        }

        return session.InputNames.Count == 1 ? [Only(session, features, file)] : ByName(session, features, file);
    }

    /// <summary>All inputs or outputs in words: <c>flow float[?,1], power float[?,1]</c>.</summary>
    public static string Texts(IEnumerable<string> names, IReadOnlyDictionary<string, NodeMetadata> all) => string.Join(", ", names.Select(name => Text(name, all[name])));

    /// <summary>One input or output in words: <c>flow float[?,1]</c>.</summary>
    public static string Text(string name, NodeMetadata meta)
    {
        if (!meta.IsTensor) return $"{name} ({meta.OnnxValueType.ToString().Replace("ONNX_TYPE_", "", StringComparison.Ordinal).ToLowerInvariant()})";
        var sizes = meta.Dimensions.Select(size => size < 0 ? "?" : FormattableString.Invariant($"{size}"));
        return $"{name} {meta.ElementDataType.ToString().ToLowerInvariant()}[{string.Join(',', sizes)}]";
    }

    private static string Text(string name, InferenceSession session) => Text(name, session.InputMetadata[name]);

    private static OnnxInput Only(InferenceSession session, IReadOnlyList<Feature> features, string file)
    {
        var name = session.InputNames[0];
        var meta = session.InputMetadata[name];
        var shape = OfOneRow(meta.Dimensions, features.Count);
        var takes = Numbers(shape);
        return takes == features.Count
            ? new(name, meta.ElementDataType, shape, 0, features.Count)
            : throw new FormatException(
                $"{file}: its input {Text(name, session)} takes {takes} numbers, but there are {features.Count} features; list as many, in the order of the input");
    }

    private static List<OnnxInput> ByName(InferenceSession session, IReadOnlyList<Feature> features, string file)
    {
        var inputs = new List<OnnxInput>();
        foreach (var name in session.InputNames)
        {
            var meta = session.InputMetadata[name];
            var shape = OfOneRow(meta.Dimensions, 1);
            if (Numbers(shape) != 1)
            {
                throw new FormatException($"{file}: its input {Text(name, session)} takes {Numbers(shape)} numbers; "
                    + "of several inputs each must take one; export the model with one input for all features");
            }

            var place = PlaceOf(features, name);
            if (place < 0) throw new FormatException($"{file}: no feature goes to its input {Text(name, session)}; write '{name} = FEATURE' for one of them");
            inputs.Add(new(name, meta.ElementDataType, shape, place, 1));
        }

        for (var i = 0; i < features.Count; i++)
        {
            if (inputs.Exists(input => input.First == i)) continue;
            throw new FormatException($"{file}: no input takes the feature '{features[i].Text}'; "
                + $"its inputs are {Texts(session.InputNames, session.InputMetadata)}; write 'INPUT = {features[i].Text}', or leave it out");
        }

        return inputs;
    }

    /// <summary>The shape with one row: sizes that are open are 1, but for the last, which is the number of features.</summary>
    private static long[] OfOneRow(int[] dimensions, int features)
    {
        var shape = Array.ConvertAll(dimensions, size => size < 0 ? 1L : size);
        if (dimensions.Length > 0 && dimensions[^1] < 0) shape[^1] = features;
        return shape;
    }

    private static long Numbers(long[] shape)
    {
        var numbers = 1.0;
        foreach (var size in shape) numbers *= size;
        return (long)Math.Min(numbers, long.MaxValue / 2);
    }

    private static bool TakesNumbers(NodeMetadata meta) => meta.IsTensor
        && meta.ElementDataType is TensorElementType.Float or TensorElementType.Double or TensorElementType.Int32 or TensorElementType.Int64 or TensorElementType.Bool;

    private static int PlaceOf(IReadOnlyList<Feature> features, string column)
    {
        for (var i = 0; i < features.Count; i++)
            if (features[i].Column == column) return i;
        return -1;
    }
}
