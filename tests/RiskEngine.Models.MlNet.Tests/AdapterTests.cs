using RiskEngine.Models.MlNet.Runtime;
using RiskEngine.Models.MlNet.Training;
using Xunit;

namespace RiskEngine.Models.MlNet.Tests;

public sealed class AdapterTests
{
    [Fact]
    public void A_request_without_rows_and_a_missing_file_are_refused()
    {
        var request = new TrainingRequest { Trainer = TrainerKind.Pca, Recordings = [], Features = [], Out = "none.zip" };
        var spec = new MlNetSpec { Name = "none", File = "none.zip", Inputs = ["a"], Features = [] };
        Assert.Throws<FormatException>(() => MlNetAdapter.Train(request));
        Assert.Throws<FileNotFoundException>(() => MlNetAdapter.Load(spec));
    }
}
