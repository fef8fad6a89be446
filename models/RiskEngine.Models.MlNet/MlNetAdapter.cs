using RiskEngine.Core.Scoring;
using RiskEngine.Models.MlNet.Runtime;
using RiskEngine.Models.MlNet.Training;

namespace RiskEngine.Models.MlNet;

/// <summary>Models trained with ML.NET: loads and trains them.</summary>
public static class MlNetAdapter
{
    /// <summary>Loads a model.</summary>
    /// <exception cref="FormatException">The file is no model of ML.NET, or does not fit the features; the message says how.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IModel Load(MlNetSpec spec) => new MlNetModel(spec);

    /// <summary>Trains a model and writes it.</summary>
    /// <returns>How many rows it was trained on.</returns>
    /// <exception cref="FormatException">The recordings do not fit the request; the message says how.</exception>
    public static int Train(TrainingRequest request) => ModelTraining.Run(request);
}
