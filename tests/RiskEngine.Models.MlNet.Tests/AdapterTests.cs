using RiskEngine.Models.MlNet.Training;
using Xunit;

namespace RiskEngine.Models.MlNet.Tests;

public sealed class AdapterTests
{
    [Fact]
    public void A_program_without_the_package_says_so_and_one_with_it_works()
    {
        var request = new TrainingRequest { Trainer = TrainerKind.Pca, Recordings = [], Features = [], Out = "none.zip" };
        var spec = new MlNetSpec { Name = "none", File = "none.zip", Inputs = ["a"], Features = [] };
        if (MlNetAdapter.Missing is { } reason)
        {
            Assert.Contains("Microsoft.ML 5", reason, StringComparison.Ordinal);
            Assert.Equal(reason, Assert.Throws<NotSupportedException>(() => MlNetAdapter.Train(request)).Message);
            Assert.Equal(reason, Assert.Throws<NotSupportedException>(() => MlNetAdapter.Load(spec)).Message);
            return;
        }

        Assert.Throws<FormatException>(() => MlNetAdapter.Train(request));
        Assert.Throws<FileNotFoundException>(() => MlNetAdapter.Load(spec));
    }
}
