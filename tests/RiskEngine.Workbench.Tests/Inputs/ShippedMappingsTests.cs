using RiskEngine.Workbench.Inputs;

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
        foreach (var e in RecordedEvents.Open([path], mappingPath))
        {
            Assert.True(e.Time.Micros >= last);
            last = e.Time.Micros;
            count++;
        }

        Assert.Equal(expected, count);
    }
}
