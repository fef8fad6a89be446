using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.InputTests;
using RiskEngine.Workbench.Migration;

namespace RiskEngine.Workbench.Tests.Inputs;

public sealed class ShippedMappingsTests
{
    public static TheoryData<string, string, int> Recordings => new()
    {
        { "badge-log", "badge_log/badge_log.csv", 3_926 },
        { "dodgers", "dodgers/dodgers_counts.csv", 22_318 },
        { "gecco2018", "gecco2018/gecco2018_train.csv.gz", 1_246_697 },
        { "batadal", "batadal/dataset04.csv", 4_177 * 43 },
        { "nab-traffic-speed", "nab/data/realTraffic/speed_7578.csv", 1_127 },
        { "nab-machine-temperature", "nab/data/realKnownCause/machine_temperature_system_failure.csv", 22_695 },
    };

    [RecordingTheory]
    [MemberData(nameof(Recordings))]
    public void A_shipped_mapping_reads_its_recording_in_order(string mapping, string recording, int expected)
    {
        var path = Path.Combine(RecordingFactAttribute.Folder, recording);
        var mappingPath = Path.Combine(Repository.Root, "rules", "mappings", mapping + ".yaml");

        var (count, last) = (0, long.MinValue);
        var inputs = RecordedMapping.Load(mappingPath) with { AsEvents = true, OnRejected = (rejection, place) => Assert.Fail($"{place}: {rejection.Detail}") };
        foreach (var e in RecordedEvents.Open([path], inputs: inputs))
        {
            Assert.True(e.Time.Micros >= last);
            last = e.Time.Micros;
            count++;
        }

        Assert.Equal(expected, count);
    }

    [Fact]
    public void Each_shipped_mapping_passes_its_tests()
    {
        var loaded = new InputLoader().LoadFrom(Path.Combine(Repository.Root, "rules", "mappings"));

        Assert.Empty(loaded.Diagnostics);
        var results = InputTestRunner.RunAll(loaded.Inputs);
        Assert.Equal(6, results.Select(result => result.MappingId).Distinct().Count());
        Assert.All(results, result => Assert.True(result.Passed, result.ToString()));
    }
}
