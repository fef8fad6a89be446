using RiskEngine.Core.Scoring;
using RiskEngine.Models.MlNet.Training;

namespace RiskEngine.Models.MlNet;

/// <summary>Models trained with ML.NET: this program was built without the package.</summary>
public static class MlNetAdapter
{
    /// <summary>Why there are no such models; null where there are.</summary>
    public static string? Missing { get; } =
        "this program was built without ML.NET, because the NuGet sources lacked Microsoft.ML 5; restore where they have it (dotnet restore --force) and build again";

    /// <summary>Loads a model.</summary>
    /// <exception cref="NotSupportedException">Always: this program was built without the package.</exception>
    public static IModel Load(MlNetSpec spec) => throw new NotSupportedException(Missing);

    /// <summary>Trains a model and writes it.</summary>
    /// <returns>How many rows it was trained on.</returns>
    /// <exception cref="NotSupportedException">Always: this program was built without the package.</exception>
    public static int Train(TrainingRequest request) => throw new NotSupportedException(Missing);
}
