using RiskEngine.Models.MlNet.Features;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>What the catalogue says of a model that was trained off line.</summary>
public sealed record MlNetSpec
{
    /// <summary>Version of the adapter; changes whenever equal files and input could give other scores.</summary>
    public const string Version = "1";

    /// <summary>What rules and commands call it.</summary>
    public required string Name { get; init; }

    /// <summary>The trained model: an <c>.onnx</c>, or a <c>.zip</c> of ML.NET.</summary>
    public required string File { get; init; }

    /// <summary>Names of the inputs, in the order in which rules and recordings give them.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>What of them the model is given, in the order of its own input.</summary>
    public required IReadOnlyList<Feature> Features { get; init; }

    /// <summary>The output that judges; null takes Probability, else Score, else PredictedLabel of ML.NET, and the only output of an ONNX model.</summary>
    public string? Output { get; init; }

    /// <summary>Whether its output is turned into a tail probability on each series' own past; null does so for what is none already.</summary>
    public bool? Calibrate { get; init; }
}
