using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RiskEngine.Models.MlNet.Runtime;

namespace RiskEngine.Models.MlNet.Onnx;

/// <summary>The output of an ONNX model that is its judgement.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Which of its numbers judges, from 0; null where it must have one only.</param>
/// <param name="Type">Type of its numbers.</param>
internal sealed partial record OnnxOutput(string Name, int? Place, TensorElementType Type)
{
    /// <summary>As the catalogue writes it: <c>score</c>, or <c>probabilities[1]</c>.</summary>
    public string Text => Place is { } place ? string.Create(CultureInfo.InvariantCulture, $"{Name}[{place}]") : Name;

    /// <summary>What its number is.</summary>
    public OutputKind Kind => Type == TensorElementType.Bool ? OutputKind.Label
        : Name.StartsWith("probabilit", StringComparison.OrdinalIgnoreCase) ? OutputKind.Probability
        : OutputKind.Score;

    /// <summary>Finds it: the named one, else the only one.</summary>
    /// <exception cref="FormatException">There is none, or it is no number.</exception>
    public static OnnxOutput Find(InferenceSession session, string? wanted, string file)
    {
        var there = OnnxInput.Texts(session.OutputNames, session.OutputMetadata);
        if (wanted is null && session.OutputNames.Count != 1)
            throw new FormatException($"{file}: it has {session.OutputNames.Count} outputs, {there}; "
                + "name the one that judges with output: NAME, or output: NAME[1] for the second number of one");
        var (name, place) = (wanted ?? session.OutputNames[0], (int?)null);
        if (!session.OutputMetadata.ContainsKey(name) && Element().Match(name) is { Success: true } element)
            (name, place) = (element.Groups["name"].Value, int.Parse(element.Groups["place"].Value, CultureInfo.InvariantCulture));
        if (!session.OutputMetadata.TryGetValue(name, out var meta)) throw new FormatException($"{file}: it has no output {name}; it has {there}; name one with output:");
        if (!meta.IsTensor || meta.ElementDataType is not (TensorElementType.Float or TensorElementType.Double or TensorElementType.Bool))
            throw new FormatException($"{file}: its output {OnnxInput.Text(name, meta)} is no judgement, which is a float, "
                + $"a double or a bool; its outputs are {there}; name another with output:, or export the model with a score");
        return new(name, place, meta.ElementDataType);
    }

    /// <summary>Checks it against the shape that it has for one row.</summary>
    /// <exception cref="FormatException">The shape has no such number, or more than one.</exception>
    public void Check(long[] shape, string file)
    {
        var numbers = shape.Aggregate(1L, (product, size) => product * size);
        if (Place is null && numbers != 1)
            throw new FormatException($"{file}: its output {Name} has {numbers} numbers for a row, "
                + $"and one of them must judge; name it: output: \"{Name}[{Math.Max(0, numbers - 1)}]\" takes the last");
        if (Place is { } place && place >= numbers)
            throw new FormatException($"{file}: its output {Name} has {numbers} numbers for a row, and none at [{place}]; the last is at [{numbers - 1}]");
    }

    [GeneratedRegex(@"^(?<name>.+)\[(?<place>\d{1,6})\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Element();
}
