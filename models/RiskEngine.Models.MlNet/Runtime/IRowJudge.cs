namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>What a trained model makes of rows of features. It remembers nothing of them, and any thread may ask.</summary>
internal interface IRowJudge
{
    /// <summary>Name of the output that is the judgement.</summary>
    string Output { get; }

    /// <summary>What its number is.</summary>
    OutputKind Kind { get; }

    /// <summary>The model's own number for one row of features; NaN where it has none.</summary>
    double Judge(ReadOnlySpan<float> features);

    /// <summary>The model's own number for every row, to the bit as <see cref="Judge(ReadOnlySpan{float})"/> gives it.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="judgements">Gets one number per row.</param>
    void Judge(FeatureRows rows, double[] judgements);
}
