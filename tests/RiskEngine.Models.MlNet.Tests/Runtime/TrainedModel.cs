using System.Globalization;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.MlNet.Features;
using RiskEngine.Models.MlNet.Runtime;
using RiskEngine.Models.MlNet.Training;

namespace RiskEngine.Models.MlNet.Tests.Runtime;

/// <summary>A model trained on a made-up plant: three channels that move together with the hour, and a few rows where one does not.</summary>
internal sealed class TrainedModel : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("riskengine-mlnet-");

    public static readonly string[] Inputs = ["flow", "pressure", "power"];

    public string File => Path.Combine(_folder.FullName, "model.zip");

    public Core.Scoring.IModel Train(TrainerKind trainer, ChannelTable table, params string[] features)
    {
        var parsed = Parse(table.Names, features);
        MlNetAdapter.Train(new TrainingRequest { Trainer = trainer, Recordings = [table], Features = parsed, Label = "anomaly", Out = File });
        return Load(table.Names, parsed);
    }

    public Core.Scoring.IModel Load(string[] inputs, IReadOnlyList<Feature> features, bool? calibrate = null) =>
        MlNetAdapter.Load(new MlNetSpec { Name = "plant", File = File, Inputs = inputs, Features = features, Calibrate = calibrate });

    public static Feature[] Parse(string[] inputs, params string[] features) =>
        [.. features.Select(text => Feature.Parse(text, inputs, out var fault) ?? throw new FormatException(fault))];

    public static ChannelTable Plant(int rows, int seed)
    {
        var random = new Random(seed);
        var text = new System.Text.StringBuilder("time,flow,pressure,power,anomaly\n");
        for (var row = 0; row < rows; row++)
        {
            var hour = Math.Sin(row * Math.PI / 24);
            var odd = row > 500 && row % 97 < 3;
            var (flow, pressure) = (10 + (3 * hour) + (0.2 * random.NextDouble()), 5 - hour + (0.1 * random.NextDouble()));
            var power = (odd ? 90 : 40) + (12 * hour) + random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{DateTime.UnixEpoch.AddMinutes(30 * row):yyyy-MM-dd HH:mm:ss},{flow},{pressure},{power},{(odd ? 1 : 0)}\n");
        }

        return CsvRecording.Read(new StringReader(text.ToString()), "plant.csv");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
